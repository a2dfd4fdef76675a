import type { Span } from '../timeline.ts'
import { SpeechClock, type InnerPause } from './speech-clock.ts'
import { pauseWeight, speechWeight } from './speech-weight.ts'

/** A piece of what is said in a stretch of sound. */
export interface Piece {
  text: string
  ending: PieceEnding
}

/** `strong` is an end mark inside a sentence, `word` the end of a word without any mark. */
export type PieceEnding = 'sentence' | 'strong' | 'weak' | 'word'

/**
 * What pauses tell, as logarithms of odds: how much it speaks against an ending that no pause follows it, and how
 * much for it that a pause is longer. Sentences end in pauses, and in the longer ones.
 */
const ODDS: Readonly<Record<PieceEnding, { withoutPause: number; ofLength: number }>> = {
  sentence: { withoutPause: 6, ofLength: 2 },
  strong: { withoutPause: 3, ofLength: 1.7 },
  weak: { withoutPause: 1.5, ofLength: 1.2 },
  word: { withoutPause: 0, ofLength: 0.5 },
}
/** How far speech strays from its expected length: the root of the milliseconds, times this; measured on three voices. */
const STRAY = 9
const SHORTEST_PAUSE_MS = 50
/** A piece that takes more than so many times its expected length is none. */
const LONGEST_STRETCH = 4

/** Where a piece may end: in a pause, or, where there is none, at its share of the speech. */
interface Cut {
  spokenMs: number
  pause: InnerPause | null
}

interface State {
  cut: Cut
  cost: number
  before: State | null
}

/**
 * When each piece of a text is heard in a stretch of sound, by its pauses and by how long the pieces are.
 *
 * Times rise and stay inside the stretch; the pauses between two pieces belong to neither.
 * @param pauses as `mergeSpans` gives them.
 */
export function placePieces(pieces: readonly Piece[], stretch: Span, pauses: readonly Span[]): Span[] {
  if (pieces.length === 0) return []
  const clock = new SpeechClock(stretch, pauses)
  const weights = pieces.map(({ text }) => speechWeight(text) + (clock.pauses.length === 0 ? pauseWeight(text) : 0))
  const cuts = settle(chooseCuts(pieces, weights, clock), weights, clock.spokenMs)
  return pieces.map((_, index) => {
    const [from, to] = [cuts[index - 1], cuts[index]]
    const startMs = from === undefined ? clock.voice.startMs : (from.pause?.endMs ?? clock.startAt(from.spokenMs))
    const endMs = to === undefined ? clock.voice.endMs : (to.pause?.startMs ?? clock.endAt(to.spokenMs))
    return { startMs, endMs: Math.max(startMs, endMs) }
  })
}

/** The cheapest way from the first piece to the last, a cut behind each piece but the last. */
function chooseCuts(pieces: readonly Piece[], weights: readonly number[], clock: SpeechClock): Cut[] {
  const msPerWeight = clock.spokenMs / sum(weights)
  const end: Cut = { spokenMs: clock.spokenMs, pause: null }
  let states: State[] = [{ cut: { spokenMs: 0, pause: null }, cost: 0, before: null }]
  let share = 0
  pieces.forEach((piece, index) => {
    const weight = weights[index] ?? 0
    share += weight * msPerWeight
    const cuts = index === pieces.length - 1 ? [end] : cutsAround(share, clock)
    states = cuts.flatMap((cut) => {
      const best = bestBefore(states, cut, weight * msPerWeight)
      const price = cut === end ? 0 : priceOf(cut, piece.ending)
      return best === null ? [] : [{ ...best, cost: best.cost + price }]
    })
  })
  const cuts: Cut[] = []
  for (let state = states[0]?.before ?? null; state !== null; state = state.before) cuts.unshift(state.cut)
  return cuts.slice(1)
}

function cutsAround(shareMs: number, clock: SpeechClock): Cut[] {
  const inPauses: Cut[] = clock.pauses.map((pause) => ({ spokenMs: pause.spokenMs, pause }))
  return [...inPauses, { spokenMs: shareMs, pause: null }].sort((a, b) => a.spokenMs - b.spokenMs)
}

function bestBefore(states: readonly State[], cut: Cut, expectedMs: number): State | null {
  const limitMs = LONGEST_STRETCH * expectedMs + 2000
  let best: State | null = null
  for (let at = states.length - 1; at >= 0; at--) {
    const state = states[at]
    if (state === undefined) continue
    const lengthMs = cut.spokenMs - state.cut.spokenMs
    if (lengthMs < 0 || (lengthMs === 0 && state.cut.pause !== null && cut.pause !== null)) continue
    if (best !== null && lengthMs > limitMs) break
    const cost = state.cost + (lengthMs - expectedMs) ** 2 / (2 * STRAY ** 2 * (expectedMs + SHORTEST_PAUSE_MS))
    if (best === null || cost < best.cost) best = { cut, cost, before: state }
  }
  return best
}

function priceOf({ pause }: Cut, ending: PieceEnding): number {
  const { withoutPause, ofLength } = ODDS[ending]
  if (pause === null) return withoutPause
  return -ofLength * Math.log(Math.max(1, (pause.endMs - pause.startMs) / SHORTEST_PAUSE_MS))
}

/** Cuts without a pause move to their share between the pauses around them. */
function settle(cuts: readonly Cut[], weights: readonly number[], spokenMs: number): Cut[] {
  const settled: Cut[] = []
  let from = 0
  let fromMs = 0
  for (let to = 0; to <= cuts.length; to++) {
    const cut = cuts[to]
    if (cut?.pause === null) continue
    const toMs = cut?.spokenMs ?? spokenMs
    const total = sum(weights.slice(from, to + 1))
    let done = 0
    for (let at = from; at < to; at++) {
      done += weights[at] ?? 0
      settled.push({ spokenMs: fromMs + ((toMs - fromMs) * done) / total, pause: null })
    }
    if (cut !== undefined) settled.push(cut)
    from = to + 1
    fromMs = toMs
  }
  return settled
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
