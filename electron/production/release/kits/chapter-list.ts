import { cutAtWord } from './kit-text.ts'

/** A chapter in the time of its part. */
export interface KitChapter {
  title: string
  startMs: number
  endMs: number
}

/** A line of the list: seconds as they are shown, and a title. */
export interface ChapterLine {
  startSeconds: number
  title: string
}

const SHORTEST_SECONDS = 10
const FEWEST_LINES = 3

/**
 * The chapters of a part as YouTube takes them: from 0 on, ascending, each at least ten seconds.
 *
 * A shorter one shares the line of its neighbour, under the title of the longer. Empty when fewer than three lines are left, since
 * one fault makes YouTube ignore the whole list.
 */
export function chapterLines(chapters: readonly KitChapter[], durationMs: number): ChapterLine[] {
  const lines: (ChapterLine & { longestMs: number })[] = []
  const endSeconds = Math.floor(durationMs / 1000)
  for (const { title, startMs, endMs } of chapters) {
    const startSeconds = lines.length === 0 ? 0 : Math.floor(startMs / 1000)
    const last = lines.at(-1)
    const lengthMs = endMs - startMs
    const isLate = endSeconds - startSeconds < SHORTEST_SECONDS
    if (last && (isLate || startSeconds - last.startSeconds < SHORTEST_SECONDS)) {
      if (lengthMs > last.longestMs) Object.assign(last, { title, longestMs: lengthMs })
    } else {
      lines.push({ startSeconds, title, longestMs: lengthMs })
    }
  }
  if (lines.length < FEWEST_LINES || endSeconds < SHORTEST_SECONDS) return []
  return lines.map(({ startSeconds, title }) => ({ startSeconds, title }))
}

/** The list as text: `0:00 Title`, one chapter a line, titles of at most so many characters. */
export function chapterListText(lines: readonly ChapterLine[], mostTitleCharacters: number): string {
  return lines
    .map(({ startSeconds, title }, index) => {
      const clean = title.replace(/[<>\s\p{Cc}]+/gu, ' ').trim() || `Chapter ${index + 1}`
      return `${clockTime(startSeconds)} ${cutAtWord(clean, mostTitleCharacters)}`
    })
    .join('\n')
}

/** `0:00`, `59:59`, `1:00:00`. */
export function clockTime(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`
}
