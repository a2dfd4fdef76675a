import type { TitleCard, TitleStage } from '#shared/models/title-card.ts'
import { formatPercent, pluralise } from '../ui/format.ts'
import type { MarkedState } from '../ui/state-mark.tsx'
import { PRODUCTION_MARKS } from './production-words.ts'

export const STAGE_LABELS: Readonly<Record<TitleStage, string>> = {
  inProduction: 'In production',
  needsNarrator: 'Needs a narrator',
  readyToRelease: 'Ready to release',
}

/** How a title stands, as a shape and in words; `figure` is what fits on a poster. */
export interface TitleMark {
  state: MarkedState
  label: string
  figure: string | null
}

export function markOfTitle({ stage, production, troubles }: TitleCard): TitleMark {
  if (troubles > 0 || production?.status === 'failed') {
    const count = Math.max(troubles, 1)
    const verb = count === 1 ? 'needs' : 'need'
    return { state: 'needsYou', label: `${pluralise(count, 'problem')} ${verb} you`, figure: String(count) }
  }
  if (stage === 'readyToRelease') return { state: 'done', label: STAGE_LABELS.readyToRelease, figure: null }
  if (production === null) return { state: 'waiting', label: STAGE_LABELS[stage], figure: null }
  const percent = formatPercent(production.progress)
  const { state, label } = PRODUCTION_MARKS[production.status]
  return { state, label: `${label}, ${percent}`, figure: percent }
}
