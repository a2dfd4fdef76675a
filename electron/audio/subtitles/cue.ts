import type { Span } from '../timeline.ts'

/** What a reader sees at one time: one or two lines, more only where a single word fills a line by itself. */
export interface Cue extends Span {
  lines: readonly string[]
}

/** How subtitles are read. */
export const CUE_LIMITS = {
  /** Columns: a full-width character takes two. */
  lineColumns: 42,
  lines: 2,
  shortestMs: 1000,
  longestMs: 7000,
  /** Characters a second that are read with ease, and those that can just be read. */
  easyPace: 17,
  fastestPace: 20,
} as const

/** The cues of a chapter where its sound begins at `offsetMs`: the mark of the chapter in its part. */
export function shiftCues(cues: readonly Cue[], offsetMs: number): Cue[] {
  return cues.map((cue) => ({ ...cue, startMs: cue.startMs + offsetMs, endMs: cue.endMs + offsetMs }))
}
