import type { ReadAlongChapter } from './read-along.ts'
import { plainText } from './xml-text.ts'

/** A piece of text that is highlighted as a whole. */
export interface Fragment {
  id: string
  text: string
  /** A blank parts it from the fragment before it in its paragraph. */
  hasBlankBefore: boolean
}

/** When a fragment is heard, in whole milliseconds of the chapter's sound. */
export interface Clip {
  fragmentId: string
  beginMs: number
  endMs: number
}

/** A chapter as it is seen and heard. */
export interface ChapterLayout {
  /** Lines of the heading: a new part, the chapter's title. */
  part: string | null
  title: string | null
  paragraphs: readonly (readonly Fragment[])[]
  /** Paragraphs, by index, that a scene break follows. */
  breaksAfter: ReadonlySet<number>
  /** In the order of the text; none is empty. */
  clips: readonly Clip[]
  /** Length of all clips. */
  durationMs: number
}

/** The ids of a chapter and of its heading. */
export const CHAPTER_ID = 'chapter'
export const HEADING_ID = 'heading'

/**
 * Lays out a chapter: a heading, paragraphs of sentences, scene breaks, and the clip of each.
 *
 * A clip lasts until the next one begins and the last one to the end of the sound: readers jump over what lies
 * between two clips, and so would swallow every pause. Credits end a clip and have none.
 */
export function layOutChapter(chapter: ReadAlongChapter, previousPart: string | null): ChapterLayout {
  const { sentences } = chapter
  const isTitleSpoken = sentences.some(({ role }) => role === 'title')
  const part = chapter.part === previousPart ? null : textOrNull(chapter.part)
  const isTitleShown = !chapter.hasInventedTitle || (isTitleSpoken && part === null)
  const title = isTitleShown ? textOrNull(chapter.title) : null
  const paragraphs: Fragment[][] = []
  const breaksAfter = new Set<number>()
  const starts: { fragmentId: string | null; startMs: number }[] = []
  let open: Fragment[] = []
  let joinsBefore = true
  let count = 0
  for (const sentence of sentences) {
    const startMs = Math.round(sentence.startMs)
    if (sentence.role !== 'text') {
      const isHeading = sentence.role === 'title' && (part ?? title) !== null
      starts.push({ fragmentId: isHeading ? HEADING_ID : null, startMs })
      continue
    }
    const text = plainText(sentence.text)
    if (text !== '') {
      const id = `s${++count}`
      open.push({ id, text, hasBlankBefore: !joinsBefore })
      starts.push({ fragmentId: id, startMs })
      joinsBefore = sentence.joinsNext
    }
    if (!sentence.endsParagraph && !sentence.endsGroup) continue
    if (open.length > 0) paragraphs.push(open)
    if (sentence.endsGroup && paragraphs.length > 0) breaksAfter.add(paragraphs.length - 1)
    open = []
    joinsBefore = true
  }
  if (open.length > 0) paragraphs.push(open)
  breaksAfter.delete(paragraphs.length - 1)
  const clips = clipsOf(starts, Math.floor(chapter.durationMs))
  return { part, title, paragraphs, breaksAfter, clips, durationMs: lengthOf(clips) }
}

/** Sum of the clips' lengths. */
function lengthOf(clips: readonly Clip[]): number {
  return clips.reduce((sum, { beginMs, endMs }) => sum + endMs - beginMs, 0)
}

function clipsOf(starts: readonly { fragmentId: string | null; startMs: number }[], soundEndMs: number): Clip[] {
  const clips: Clip[] = []
  for (const [index, { fragmentId, startMs }] of starts.entries()) {
    if (fragmentId === null) continue
    const endMs = Math.min(starts[index + 1]?.startMs ?? soundEndMs, soundEndMs)
    const last = clips.at(-1)
    // A title of several sentences is one heading.
    if (last?.fragmentId === fragmentId) last.endMs = endMs
    else if (endMs > startMs) clips.push({ fragmentId, beginMs: startMs, endMs })
  }
  return clips
}

function textOrNull(text: string | null): string | null {
  return text === null ? null : plainText(text) || null
}
