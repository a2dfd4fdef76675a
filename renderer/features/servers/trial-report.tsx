import type { ServerTrial } from '#shared/models/server-card.ts'
import { pluralise } from '#renderer/ui/format.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'

/** What a server said when it was tried. */
export function TrialReport({ trial }: { trial: ServerTrial }) {
  const { version, device, workflows, tookMs } = trial
  const able = workflows.filter(({ missing }) => missing.length === 0)
  const unable = workflows.filter(({ missing }) => missing.length > 0)
  const about = [
    version === null ? 'It answers' : `ComfyUI ${version} answers`,
    ...(device === null ? [] : [device.name]),
  ].join(', ')
  return (
    <div role="status" className="flex flex-col gap-2 rounded-control bg-canvas p-3 text-body">
      <p className="flex gap-2">
        <StateMark state="done" label="Answers" /> {about} after {Math.round(tookMs)} ms. It can run{' '}
        {pluralise(able.length, 'workflow')} of {workflows.length}.
      </p>
      {unable.length > 0 && (
        <details>
          <summary className="cursor-pointer text-muted">
            {pluralise(unable.length, 'workflow')} cannot run there
          </summary>
          <ul className="mt-2 flex flex-col gap-1 text-small text-muted">
            {unable.map(({ workflowId, missing }) => (
              <li key={workflowId}>
                {workflowId}: {missing.length === 1 ? 'the node' : 'the nodes'} {missing.join(', ')}{' '}
                {missing.length === 1 ? 'is' : 'are'} missing
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
