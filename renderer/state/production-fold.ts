import type { StudioEvent } from '#shared/contract/event.ts'
import type { ChunkTick, ProductionDetails } from '#shared/models/production-card.ts'

/** More than anybody scrolls through; the studio keeps the rest. */
const KEPT_LOG_ENTRIES = 500

/** One production after what the studio told; chapters without news stay the same objects, so that their rows are not drawn again. */
export function foldProduction(
  details: ProductionDetails,
  productionId: number,
  events: readonly StudioEvent[],
): ProductionDetails {
  const ticks = new Map<number, Map<number, ChunkTick>>()
  let { card, log } = details
  for (const event of events) {
    if (event.name === 'production.changed' && event.data.id === productionId) card = event.data
    if (event.name === 'production.logged' && event.data.productionId === productionId) {
      const entry = event.data
      if (!log.some(({ id }) => id === entry.id)) log = [entry, ...log].slice(0, KEPT_LOG_ENTRIES)
    }
    if (event.name === 'chunk.changed' && event.data.productionId === productionId) {
      const { chapterIndex, tick } = event.data
      const chapter = ticks.get(chapterIndex) ?? new Map<number, ChunkTick>()
      ticks.set(chapterIndex, chapter.set(tick.id, tick))
    }
  }
  if (card === details.card && log === details.log && ticks.size === 0) return details
  const chapters =
    ticks.size === 0
      ? details.chapters
      : details.chapters.map((chapter) => {
          const news = ticks.get(chapter.index)
          if (news === undefined) return chapter
          return { ...chapter, chunks: chapter.chunks.map((tick) => news.get(tick.id) ?? tick) }
        })
  return { ...details, card, log, chapters }
}
