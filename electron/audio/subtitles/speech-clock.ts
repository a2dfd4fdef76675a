import type { Span } from '../timeline.ts'

/** A pause inside a stretch of speech. */
export interface InnerPause extends Span {
  /** How much was spoken before it. */
  spokenMs: number
}

/** Sorted pauses that neither touch nor overlap: what `SpeechClock` reads. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const { startMs, endMs } of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1)
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs)
    else if (endMs > startMs) merged.push({ startMs, endMs })
  }
  return merged
}

/** A clock that stands still in the pauses of a stretch of sound. */
export class SpeechClock {
  /** From the first sound of the voice to its last. */
  readonly voice: Span
  readonly pauses: readonly InnerPause[]
  /** What the clock shows at the end. */
  readonly spokenMs: number

  /** @param pauses as `mergeSpans` gives them; those outside the stretch do not matter. */
  constructor(stretch: Span, pauses: readonly Span[]) {
    const touching = pausesIn(stretch, pauses)
    this.voice = voiceIn(stretch, touching)
    const inner: InnerPause[] = []
    let spokenMs = 0
    let from = this.voice.startMs
    for (const { startMs, endMs } of touching) {
      if (startMs <= this.voice.startMs || endMs >= this.voice.endMs) continue
      spokenMs += startMs - from
      inner.push({ startMs, endMs, spokenMs })
      from = endMs
    }
    this.pauses = inner
    this.spokenMs = spokenMs + this.voice.endMs - from
  }

  /** When so much is spoken that ends here: the begin of a pause that follows. */
  endAt(spokenMs: number): number {
    return this.timeAt(spokenMs, (pause) => pause.spokenMs < spokenMs)
  }

  /** When what comes after so much begins: the end of a pause that stands here. */
  startAt(spokenMs: number): number {
    return this.timeAt(spokenMs, (pause) => pause.spokenMs <= spokenMs)
  }

  private timeAt(spokenMs: number, isBehind: (pause: InnerPause) => boolean): number {
    const last = this.pauses.findLast(isBehind)
    const time = last === undefined ? this.voice.startMs + spokenMs : last.endMs + spokenMs - last.spokenMs
    return Math.min(Math.max(time, this.voice.startMs), this.voice.endMs)
  }
}

/** A stretch that is silent all over is taken as it is. */
function voiceIn(stretch: Span, pauses: readonly Span[]): Span {
  const first = pauses.find(({ startMs }) => startMs <= stretch.startMs)
  const last = pauses.findLast(({ endMs }) => endMs >= stretch.endMs)
  const startMs = first?.endMs ?? stretch.startMs
  const endMs = last?.startMs ?? stretch.endMs
  return startMs < endMs ? { startMs, endMs } : { startMs: stretch.startMs, endMs: stretch.endMs }
}

/** Those that share some time with the stretch, found by halving: a chapter has thousands. */
function pausesIn({ startMs, endMs }: Span, pauses: readonly Span[]): Span[] {
  let low = 0
  let high = pauses.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pauses[middle]?.endMs ?? Infinity) <= startMs) low = middle + 1
    else high = middle
  }
  const inside: Span[] = []
  for (let at = low; at < pauses.length; at++) {
    const pause = pauses[at]
    if (pause === undefined || pause.startMs >= endMs) break
    inside.push(pause)
  }
  return inside
}
