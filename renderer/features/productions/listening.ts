import type { ProductionCard, ProductionChapter, ProductionDetails } from '#shared/models/production-card.ts'
import { play, usePlayer, type PlayItem } from '#renderer/state/player.ts'
import { listenTo, passagesOf } from '#renderer/state/play-lists.ts'

/** What was last put on from here; `chapterIndex` is null for the whole book. */
let listening: { productionId: number; chapterIndex: number | null; items: readonly PlayItem[] } | null = null

/** Plays a chapter's spoken passages, from one of them on. False when that one is not spoken yet. */
export function listenToChapter(card: ProductionCard, chapter: ProductionChapter, place: number | null): boolean {
  const spoken = chapter.chunks.filter(({ status }) => status === 'done')
  const picked = place === null ? spoken[0] : chapter.chunks[place]
  const startAt = spoken.findIndex((tick) => tick === picked)
  if (startAt === -1) return false
  start(card, chapter.index, passagesOf(card, [chapter]), startAt)
  return true
}

export function listenToBook(details: ProductionDetails): void {
  start(details.card, null, listenTo(details), 0)
}

function start({ id }: ProductionCard, chapterIndex: number | null, items: PlayItem[], startAt: number): void {
  listening = { productionId: id, chapterIndex, items }
  play(items, startAt)
}

/** Adds what was spoken meanwhile to what is being heard, so that one can listen while the rest renders. */
export function goOnListening(details: ProductionDetails): void {
  const { items, item } = usePlayer.getState()
  const isOurs = listening?.items === items && listening.productionId === details.card.id
  if (listening === null || !isOurs || item === null) return
  const { chapterIndex } = listening
  const chapters = details.chapters.filter(({ index }) => chapterIndex === null || index === chapterIndex)
  const spoken = passagesOf(details.card, chapters)
  const index = spoken.findIndex(({ src }) => src === item.src)
  if (index === -1 || spoken.length === items.length) return
  listening = { ...listening, items: spoken }
  usePlayer.setState({ items: spoken, index })
}
