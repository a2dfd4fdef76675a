import type { WorkflowFit } from '#shared/models/workflow-card.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { MissingParts } from './missing-parts.tsx'
import type { ServerNames } from './workflow-words.ts'

const STATES = {
  able: { state: 'done', label: 'Can run it' },
  lacking: { state: 'needsYou', label: 'Cannot run it yet' },
  unknown: { state: 'waiting', label: 'Does not answer: not known' },
} as const

/** Server by server, whether it can run a workflow and what it lacks. */
export function WorkflowFits({ fits, names }: { fits: readonly WorkflowFit[]; names: ServerNames }) {
  const canBeHelped = fits.some(
    ({ serverName, status }) => status === 'lacking' && names.get(serverName)?.isBuiltIn !== true,
  )
  return (
    <div className="flex flex-col gap-3">
      <ul className="m-0 flex list-none flex-col gap-3 p-0">
        {fits.map(({ serverName, status, missing }) => {
          const isBuiltIn = names.get(serverName)?.isBuiltIn === true
          // Nothing can be installed on the engine: what it lacks is of no use to anybody.
          const isListed = status === 'lacking' && !isBuiltIn
          return (
            <li key={serverName} className="flex flex-col gap-2">
              <div className="flex items-center gap-3">
                <StateMark
                  {...(isBuiltIn && status === 'lacking'
                    ? { state: 'waiting', label: 'Cannot run it' }
                    : STATES[status])}
                />
                <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
                  <span className="min-w-0 break-words">{isBuiltIn ? 'Built-in engine' : serverName}</span>
                  <span className="text-small text-muted">
                    {isBuiltIn && status === 'lacking' ? 'Needs a ComfyUI server' : STATES[status].label}
                  </span>
                </span>
              </div>
              {isListed && (
                <div className="pl-7 text-small">
                  <MissingParts missing={missing} />
                </div>
              )}
            </li>
          )
        })}
      </ul>
      {canBeHelped && (
        <p className="text-small text-muted">
          Install node packs with the ComfyUI Manager of that server, or put models into its folders, and start it
          again. The studio notices by itself.
        </p>
      )}
    </div>
  )
}
