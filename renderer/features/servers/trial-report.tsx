import type { ServerTrial } from '#shared/models/server-card.ts'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { formatBytes, pluralise } from '#renderer/ui/format.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { MissingParts } from './missing-parts.tsx'
import { deviceWords } from './server-words.ts'

/** What a server said when it was tried. */
export function TrialReport({ trial }: { trial: ServerTrial }) {
  const { version, device, workflows, tookMs } = trial
  const ableCount = workflows.filter(({ missing }) => missing.length === 0).length
  const unable = workflows.filter(({ missing }) => missing.length > 0)
  const memory = device === null || device.memoryTotalBytes === 0 ? '' : ` with ${formatBytes(device.memoryTotalBytes)}`
  const about = [
    version === null ? 'It answers' : `ComfyUI ${version} answers`,
    ...(device === null ? [] : [`${deviceWords(device.name)}${memory}`]),
  ].join(', ')
  return (
    <div role="status" className="flex flex-col gap-2 rounded-control bg-canvas p-3 text-body">
      <p className="flex gap-2">
        <StateMark state="done" label="Answers" className="mt-0.5 self-start" />
        <span>
          {about}, after {Math.round(tookMs)} ms. It can run {pluralise(ableCount, 'workflow')} of {workflows.length}.
        </span>
      </p>
      {unable.length > 0 && (
        <Disclosure summary={`What it lacks for ${pluralise(unable.length, 'workflow')}`}>
          <ul className="m-0 flex list-none flex-col gap-3 p-0 text-small">
            {unable.map(({ workflowId, label, missing }) => (
              <li key={workflowId} className="flex flex-col gap-1">
                <span className="text-muted">{label}</span>
                <MissingParts missing={missing} />
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </div>
  )
}
