import type { SceneProposal } from '#shared/models/picture.ts'
import { visibility, type SightCounts } from './look-at-text.ts'
import type { BookView, ChapterView } from './view-book.ts'

/** About 15 characters of speech a second. */
const CHARACTERS_A_MINUTE = 900
/** How much sooner and later than planned a scene may begin, where there is more to see. */
const EARLIEST = 0.75
const LATEST = 1.25
/** A chapter is shown by its first scene from close to its start on. */
const FIRST_WITHIN = 0.25
const NOTHING: SightCounts = new Map()

/** The scenes of a book: one about every so many minutes of speech, each where there is most to see. */
export function proposeScenes({ chapters }: BookView, sceneMinutes: number): SceneProposal[] {
  const characters = sceneMinutes * CHARACTERS_A_MINUTE
  return chapters.flatMap((chapter) =>
    scenesOf(chapter, characters).map((at) => ({
      kind: 'scene' as const,
      chapterIndex: chapter.index,
      paragraphIndex: at + 1,
      chapterTitle: chapter.title,
      excerpt: chapter.paragraphs[at]?.excerpt ?? '',
    })),
  )
}

/** The paragraphs, from 0, with which scenes begin. */
function scenesOf({ paragraphs, counts }: ChapterView, characters: number): number[] {
  const starts: number[] = []
  let length = 0
  for (const paragraph of paragraphs) {
    starts.push(length)
    length += paragraph.characters
  }
  // A dedication is over before a picture of nothing would be understood.
  if (length < characters * FIRST_WITHIN && counts.size === 0) return []
  const scenes: number[] = []
  for (let from = 0, to = characters * FIRST_WITHIN; from < length;) {
    const next = starts.find((start) => start >= from)
    if (next === undefined) break
    // Behind a paragraph that is longer than a scene the search begins where the next one does.
    const end = Math.max(to, next + (to - from) / 2)
    const chosen = bestBetween(from, end, scenes.length === 0 ? 0 : (from + end) / 2)
    scenes.push(chosen)
    const start = starts[chosen] ?? 0
    from = start + characters * EARLIEST
    to = start + characters * LATEST
    // What is left is shown by the scene before it.
    if (length - from < characters * (1 - EARLIEST)) break
  }
  return scenes

  /** The paragraph that begins in this stretch and shows most, the one nearest to the aim of equals. */
  function bestBetween(from: number, to: number, aim: number): number {
    const inside = [...starts.keys()].filter((at) => isBetween(starts[at] ?? 0, from, to))
    const ranked = inside.map((at) => ({
      at,
      seen: visibility(paragraphs[at]?.counts ?? NOTHING),
      away: Math.abs((starts[at] ?? 0) - aim),
    }))
    return ranked.sort((a, b) => b.seen - a.seen || a.away - b.away || a.at - b.at)[0]?.at ?? 0
  }
}

function isBetween(start: number, from: number, to: number): boolean {
  return start >= from && start <= to
}
