import { useQueue } from '#renderer/state/queue.ts'
import { pluralise } from '#renderer/ui/format.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { serverLabel } from './job-words.ts'

/** What each server renders now. */
export function WorkingList({ onShowJob }: { onShowJob: (id: number) => void }) {
  const working = useQueue(({ value }) => value?.working ?? null)
  if (working === null || working.length === 0) return null
  return (
    <ul aria-label="At work" className="m-0 flex list-none flex-col p-0">
      {working.map(({ serverName, jobId, label, jobs }) => (
        <li key={serverName} className="flex h-8 min-w-0 items-center gap-3">
          <StateMark state="running" label="Running" />
          <span className="w-40 shrink-0 truncate">{serverLabel(serverName)}</span>
          <button
            type="button"
            className="min-w-0 cursor-default truncate rounded-control text-left text-muted hover:text-text"
            onClick={() => onShowJob(jobId)}
          >
            {label}
          </button>
          {jobs > 1 && (
            <span className="shrink-0 text-small text-muted">and {pluralise(jobs - 1, 'job')} more on it</span>
          )}
        </li>
      ))}
    </ul>
  )
}
