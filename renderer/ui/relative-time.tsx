import { formatRelative } from './format.ts'
import { useNow } from './use-now.ts'

const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' })

/** When something was, as people say it; the exact time on hovering. */
export function RelativeTime({ at }: { at: string }) {
  const now = useNow()
  const atMs = Date.parse(at)
  return (
    <time dateTime={at} title={exact.format(atMs)} className="whitespace-nowrap">
      {formatRelative(atMs, Math.max(now, atMs))}
    </time>
  )
}
