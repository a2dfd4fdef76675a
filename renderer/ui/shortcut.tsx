import { shortcutParts } from './shortcut-parts.ts'

/** The keys of a command as this system writes them. */
export function Shortcut({ keys }: { keys: string }) {
  return (
    <kbd className="inline-flex shrink-0 gap-0.5 font-sans text-small text-muted">
      {shortcutParts(keys).map((key) => (
        <span key={key} className="min-w-4 rounded-[3px] bg-hover px-1 text-center text-text">
          {key}
        </span>
      ))}
    </kbd>
  )
}
