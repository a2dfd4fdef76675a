import { ArrowLeft, Search } from 'lucide-react'
import { IconButton } from '../ui/button.tsx'
import { Shortcut } from '../ui/shortcut.tsx'
import { ActivityPill } from './activity-pill.tsx'
import { runCommand, shortcutOf } from './commands.ts'

/** Finds anything, and tells what is running. */
export function TopBar() {
  return (
    <header className="flex h-12 items-center gap-2 border-b border-line pr-4 pl-3">
      <IconButton
        label="Back"
        icon={ArrowLeft}
        className="text-muted"
        shortcut={shortcutOf('go.back')}
        onClick={() => runCommand('go.back')}
      />
      <button
        type="button"
        aria-haspopup="dialog"
        className="flex h-8 w-full max-w-md min-w-8 cursor-default items-center gap-2 overflow-hidden rounded-control bg-surface px-2.5 text-muted shadow-[inset_0_0_0_1px_var(--color-line)] transition-colors duration-150 hover:text-text"
        onClick={() => runCommand('palette.open')}
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="truncate">Search titles, narrators, commands</span>
        <span className="ml-auto max-sm:hidden">
          <Shortcut keys={shortcutOf('palette.open') ?? ''} />
        </span>
      </button>
      <div className="ml-auto">
        <ActivityPill />
      </div>
    </header>
  )
}
