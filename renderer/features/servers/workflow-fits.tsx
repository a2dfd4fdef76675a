import type { WorkflowFit } from '#shared/models/workflow-card.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { MissingParts } from './missing-parts.tsx'
import { fitWords, type ServerNames } from './workflow-words.ts'

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
          const { state, label } = fitWords({ serverName, status, missing }, names)
          return (
            <li key={serverName} className="flex flex-col gap-2">
              <div className="flex items-center gap-3">
                <StateMark state={state} label={label} />
                <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
                  <span className="min-w-0 break-words">{isBuiltIn ? 'Built-in engine' : serverName}</span>
                  <span aria-hidden className="text-small text-muted">
                    {label}
                  </span>
                </span>
              </div>
              {status === 'lacking' && !isBuiltIn && (
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
