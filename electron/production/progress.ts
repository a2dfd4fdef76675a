import type { Step } from '#shared/models/production.ts'

/** What speech does before its first chunk. */
export const GETTING_READY = 'Getting ready'

/** Where a running production stands, for a bar and one line of text. */
export interface ProductionProgress {
  step: Step
  /** 0–1 of the step. */
  value: number
  /** What is being done, in plain words: the chapter that is spoken or encoded. */
  description: string
  chunksDone: number
  chunksTotal: number
  /** Measured over the last minute of speech; null until there is a measurement. */
  charactersPerSecond: number | null
  /** Until the end of the step; null until there is a measurement. */
  etaMs: number | null
}

const WINDOW_MS = 60_000

/**
 * Measures characters a second over a sliding minute, so that a slow start does not spoil the estimate.
 *
 * The clock starts with the first that was spoken: until then the production may have waited behind others.
 */
export class PaceMeter {
  private readonly marks: { atMs: number; characters: number }[] = []
  private total = 0

  /** Records that `characters` more were spoken. */
  add(characters: number, nowMs: number): void {
    if (this.marks.length > 0) this.total += characters
    this.marks.push({ atMs: nowMs, characters: this.total })
    while (this.marks.length > 2 && nowMs - (this.marks[1]?.atMs ?? nowMs) > WINDOW_MS) this.marks.shift()
  }

  /** Null before two were spoken. */
  charactersPerSecond(): number | null {
    const first = this.marks[0]
    const last = this.marks.at(-1)
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return null
    return ((last.characters - first.characters) * 1000) / (last.atMs - first.atMs)
  }
}
