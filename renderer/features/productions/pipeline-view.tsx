import type { ProductionCard } from '#shared/models/production-card.ts'
import { classNames } from '#renderer/ui/class-names.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { pipelineOf, type ShownStep } from './pipeline.ts'

/** The steps on their way: speech and picture side by side, then what needs both. */
export function PipelineView({ card }: { card: ProductionCard }) {
  const { speech, picture, joined, skipped } = pipelineOf(card)
  return (
    <section aria-label="Steps" className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center gap-x-3 gap-y-1 max-[1100px]:flex-col max-[1100px]:items-start">
        <div className="flex min-w-0 flex-col gap-1">
          <Rail label="Speech" steps={speech} />
          {picture.length > 0 && <Rail label="Picture" steps={picture} />}
        </div>
        <div aria-hidden className="h-10 w-2 rounded-r-control border-y border-r border-line max-[1100px]:hidden" />
        <Rail label="Then" steps={joined} labelClassName="min-[1101px]:hidden" />
      </div>
      {skipped.length > 0 && <p className="text-small text-muted">Not asked for: {skipped.join(', ').toLowerCase()}</p>}
    </section>
  )
}

function Rail({ label, steps, labelClassName }: { label: string; steps: ShownStep[]; labelClassName?: string }) {
  return (
    <div className="flex min-w-0 items-center gap-3">
      <span className={classNames('w-12 shrink-0 text-small text-muted', labelClassName)}>{label}</span>
      <ol aria-label={`${label} steps`} className="flex flex-wrap items-center gap-y-1">
        {steps.map(({ step, name, state, stateName }, place) => (
          <li
            key={step}
            aria-current={state === 'running' ? 'step' : undefined}
            className={classNames('flex items-center', state === 'waiting' && 'text-muted')}
          >
            {place > 0 && <span aria-hidden className="mx-2 h-px w-4 bg-line max-[1100px]:w-2" />}
            <StateMark state={state} label={stateName} className="mr-1.5" />
            <span className={classNames(state === 'running' && 'font-semibold')}>{name}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
