import { CircleAlert, Copy } from 'lucide-react'
import type { JobDetails } from '#shared/models/job-row.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { toast } from '#renderer/ui/toast.ts'

interface JobErrorProps {
  error: NonNullable<JobDetails['error']>
  /** False for a job that is to be tried again by itself. */
  isFinal: boolean
}

/** Why a job failed: what the server said, what to do, and all of it for those who ask. */
export function JobError({ error: { message, advice, trace }, isFinal }: JobErrorProps) {
  return (
    <section
      aria-label={isFinal ? 'Why it failed' : 'Why the last try failed'}
      className="flex flex-col gap-2 rounded-card bg-surface p-3"
    >
      {!isFinal && <p className="text-small text-muted">The last try failed; it is tried again.</p>}
      <p className="flex gap-2">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        <span className="min-w-0 break-words select-text">{message}</span>
      </p>
      {isFinal && <p className="pl-6 text-muted">{advice}</p>}
      {trace !== null && (
        <Disclosure summary="All that was reported">
          <div className="flex flex-col items-start gap-2">
            <pre
              tabIndex={0}
              aria-label="What the server reported"
              className="max-h-72 w-full overflow-auto rounded-control bg-canvas p-2 font-mono text-small text-muted select-text"
            >
              {trace}
            </pre>
            <Button size="small" icon={Copy} onClick={() => void copy(trace)}>
              Copy
            </Button>
          </div>
        </Disclosure>
      )}
    </section>
  )
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast.say('Copied.')
  } catch (error) {
    toast.fail(error)
  }
}
