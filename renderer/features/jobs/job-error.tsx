import { CircleAlert } from 'lucide-react'
import type { JobDetails } from '#shared/models/job-row.ts'
import { Disclosure } from '#renderer/ui/disclosure.tsx'

/** Why a job failed: what the server said, what to do, and the rest for those who ask. */
export function JobError({ error: { message, advice, trace } }: { error: NonNullable<JobDetails['error']> }) {
  return (
    <section aria-label="Why it failed" className="flex flex-col gap-2 rounded-card bg-surface p-3">
      <p className="flex gap-2">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        <span className="min-w-0 break-words">{message}</span>
      </p>
      <p className="pl-6 text-muted">{advice}</p>
      {trace !== null && (
        <Disclosure summary="Details">
          <pre
            tabIndex={0}
            aria-label="What the server reported"
            className="max-h-72 overflow-auto rounded-control bg-canvas p-2 font-mono text-small text-muted select-text"
          >
            {trace}
          </pre>
        </Disclosure>
      )}
    </section>
  )
}
