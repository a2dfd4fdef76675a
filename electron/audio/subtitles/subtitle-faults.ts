import type { Cue } from './cue.ts'

/** What is wrong with a cue; `words` concerns the file as a whole. */
export interface SubtitleFault {
  kind: 'empty' | 'backwards' | 'overlap' | 'beyondEnd' | 'words'
  /** Counts from 1, as in an SRT file; 0 for the file as a whole. */
  cue: number
  message: string
}

/**
 * What is wrong with cues that were read back: none of it may ever be delivered.
 *
 * @param expected.durationMs of the sound; @param expected.texts what the cues must say, word for word.
 */
export function subtitleFaults(
  cues: readonly Cue[],
  expected: { durationMs?: number; texts?: readonly string[] } = {},
): SubtitleFault[] {
  const { durationMs = Infinity, texts } = expected
  const faults: SubtitleFault[] = []
  cues.forEach(({ startMs, endMs, lines }, index) => {
    const cue = index + 1
    const add = (kind: SubtitleFault['kind'], message: string) => faults.push({ kind, cue, message })
    const before = cues[index - 1]
    if (lines.every((line) => line.trim() === '')) add('empty', `Subtitle ${cue} has no words.`)
    if (endMs <= startMs) add('backwards', `Subtitle ${cue} ends at ${endMs} ms, not after its start at ${startMs} ms.`)
    if (before !== undefined && startMs < before.startMs)
      add('backwards', `Subtitle ${cue} starts before the one before it.`)
    else if (before !== undefined && startMs < before.endMs) {
      add('overlap', `Subtitle ${cue} starts at ${startMs} ms, before the one before it ends at ${before.endMs} ms.`)
    }
    if (endMs > durationMs + 1)
      add('beyondEnd', `Subtitle ${cue} ends at ${endMs} ms, after the sound at ${Math.round(durationMs)} ms.`)
  })
  if (texts !== undefined && bare(texts) !== bare(cues.flatMap(({ lines }) => lines))) {
    faults.push({ kind: 'words', cue: 0, message: 'The subtitles do not say exactly what the book says.' })
  }
  return faults
}

/** Only blanks and control characters may differ: where lines end is not the book's. */
function bare(texts: readonly string[]): string {
  return texts.join('').replace(/[\s\p{Cc}]+/gu, '')
}
