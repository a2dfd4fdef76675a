import type { SoundMeasures } from '#shared/models/release.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import type { Span } from '../timeline.ts'

/** What is to be measured, and what else is to be looked for. */
export interface MeasureRequest {
  ffmpeg: Ffmpeg
  /** ffmpeg's arguments for one input: `['-i', file]`, or what `guardedSource` gives for a file that anybody may have made. */
  input: readonly string[]
  /** Applied before anything is measured: `highpass=f=70`. */
  filter?: string
  /** Stretches that are each measured as if they were a file, to the nearest 10 ms: the chapters of an M4B. */
  ranges?: readonly Span[]
  wantsPauses?: boolean
  wantsClicks?: boolean
}

/** What a sound is like; all times are those of the input. */
export interface SoundAnalysis {
  whole: SoundMeasures
  /** In the order of the request; spots count from the start of their range. */
  ranges: readonly SoundMeasures[]
  /** Stretches of at least 60 ms in which nobody speaks, between the first and the last sound; empty unless asked for. */
  pauses: readonly Span[]
  /** Impulses that stand alone, as recordings and cuts make them; empty unless asked for. */
  clicks: readonly Span[]
  /** What the decoder complained of, for instance in a damaged file; null when it was content. */
  complaint: string | null
}
