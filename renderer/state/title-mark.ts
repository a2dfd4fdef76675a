import type { TitleCard, TitleStage } from '#shared/models/title-card.ts'
import { formatPercent, pluralise } from '../ui/format.ts'
import type { MarkedState } from '../ui/state-mark.tsx'
import { PRODUCTION_MARKS } from './production-words.ts'

export const STAGE_LABELS: Readonly<Record<TitleStage, string>> = {
  inProduction: 'In production',
  needsNarrator: 'Needs a narrator',
  readyToRelease: 'Ready to release',
}

/** How a title stands, as a shape and in words; `figure` is what fits on a poster, `progress` 0–1 of a production under way. */
export interface TitleMark {
  state: MarkedState
  label: string
  figure: string | null
  progress: number | null
}

/** `progress` is null without a production under way, and before it is known. */
export function markOfTitle({ stage, production, troubles }: TitleCard, progress: number | null): TitleMark {
  if (troubles > 0 || production?.status === 'failed') {
    const count = Math.max(troubles, 1)
    const verb = count === 1 ? 'needs' : 'need'
    return { state: 'needsYou', label: `${pluralise(count, 'problem')} ${verb} you`, figure: String(count), progress }
  }
  if (stage === 'readyToRelease')
    return { state: 'done', label: STAGE_LABELS.readyToRelease, figure: null, progress: null }
  if (production === null) return { state: 'waiting', label: STAGE_LABELS[stage], figure: null, progress: null }
  const { state, label } = PRODUCTION_MARKS[production.status]
  if (progress === null) return { state, label, figure: null, progress }
  const percent = formatPercent(progress)
  return { state, label: `${label}, ${percent}`, figure: percent, progress }
}
