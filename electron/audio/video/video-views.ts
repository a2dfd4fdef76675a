import type { ChapterMark } from '../ffmetadata.ts'
import type { Picture, VideoLook, VideoPart, VideoShot } from './video-part.ts'

/** What is seen, without the time. */
export interface View {
  /** `card` is a chapter's title on a dark ground, `cover` the book's cover, `scene` a picture that fills the screen. */
  layout: 'card' | 'cover' | 'scene'
  picture: Picture
  /** Small, above the heading. */
  kicker: string | null
  heading: string | null
}

/** A view and when it begins; it lasts until the next one. */
export interface TimedView {
  startMs: number
  view: View
}

/** A picture that would be seen for less is left out. */
const SHORTEST_VIEW_MS = 3000

/** What is seen when: the cover, each chapter's card, the scenes of its paragraphs. */
export function planViews(part: VideoPart, look: VideoLook): TimedView[] {
  const views = part.chapters.flatMap((chapter, index) => chapterViews(part, look, chapter, index === 0))
  const opening = { startMs: 0, view: coverView(part.cover, null) }
  const all = (views[0]?.startMs ?? 1) > 0 ? [opening, ...views] : views
  return all.filter(({ view }, index) => !isSame(view, all[index - 1]?.view))
}

function chapterViews(part: VideoPart, look: VideoLook, chapter: ChapterMark, isFirst: boolean): TimedView[] {
  const { title, endMs } = chapter
  const isOpening = isFirst && part.openingMs >= SHORTEST_VIEW_MS && part.openingMs <= endMs - SHORTEST_VIEW_MS
  const startMs = isOpening ? part.openingMs : chapter.startMs
  const hasCard = look.cardMs > 0
  const cardEndMs = hasCard ? startMs + look.cardMs : startMs
  const isLong = endMs - cardEndMs >= SHORTEST_VIEW_MS
  const card = { startMs, view: cardView(part, title) }
  if (hasCard && !isLong) return [card]
  const heading = part.chapters.length > 1 || part.count > 1 ? title : null
  const shots = part.shots
    .filter((shot) => shot.startMs >= chapter.startMs && shot.startMs < endMs)
    // One that would come while the card or, for a blink, the cover is seen, comes after the card.
    .map((shot) => (shot.startMs < cardEndMs + SHORTEST_VIEW_MS ? { ...shot, startMs: cardEndMs } : shot))
  const seen = withoutBlinks(shots, endMs)
  return [
    ...(hasCard ? [card] : []),
    ...(seen[0]?.startMs === cardEndMs ? [] : [{ startMs: cardEndMs, view: coverView(part.cover, heading) }]),
    ...seen.map((shot) => ({ startMs: shot.startMs, view: sceneView(shot) })),
  ]
}

function withoutBlinks(shots: readonly VideoShot[], endMs: number): VideoShot[] {
  return shots.filter((shot, index) => (shots[index + 1]?.startMs ?? endMs) - shot.startMs >= SHORTEST_VIEW_MS)
}

function cardView({ tags, cover }: VideoPart, title: string): View {
  const kicker = title === tags.title ? tags.author : tags.title
  return { layout: 'card', picture: cover, kicker, heading: title }
}

function coverView(cover: Picture, heading: string | null): View {
  return { layout: 'cover', picture: cover, kicker: null, heading }
}

function sceneView({ file, key }: VideoShot): View {
  return { layout: 'scene', picture: { file, key }, kicker: null, heading: null }
}

function isSame(a: View, b: View | undefined): boolean {
  return (
    b !== undefined &&
    a.layout === b.layout &&
    a.picture.key === b.picture.key &&
    a.kicker === b.kicker &&
    a.heading === b.heading
  )
}
