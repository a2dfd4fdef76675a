import type { TitleCard } from '#shared/models/title-card.ts'
import { useProductions } from './productions.ts'
import { markOfTitle, type TitleMark } from './title-mark.ts'

/** How a title stands; how far its production is, is asked of the production, so that every page tells the same. */
export function useTitleMark(card: TitleCard): TitleMark {
  const { production, stage } = card
  const id = production !== null && stage === 'inProduction' ? String(production.id) : ''
  const progress = useProductions(({ items }) => items.get(id)?.progress ?? null)
  return markOfTitle(card, progress)
}
