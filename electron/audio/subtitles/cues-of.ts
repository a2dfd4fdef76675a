import type { Span, TimedSentence } from '../timeline.ts'
import { CUE_LIMITS, type Cue } from './cue.ts'
import { CueRoom, columnsOf, linesOf } from './cue-lines.ts'
import { wordsOf, type CueWord } from './cue-words.ts'
import { mergeSpans } from './speech-clock.ts'

/** How long a cue stays after its last word, and the gap before the next one that would only flicker. */
const LINGER_MS = 250
const FLICKER_MS = 160

const CUE_COST = 3
/** A cue that is read with ease; a shorter one costs a little, one below the limit a lot. */
const COMFORTABLE_MS = 1800
const PAUSE_IN_CUE_MS = 1000

/** The cheapest way to its word: what it costs, and where its last cue begins. */
interface State {
  cost: number
  from: number
}

interface CueWords {
  from: number
  /** Exclusive. */
  to: number
  columns: number
}

/**
 * The subtitles of a chapter: its title and text word by word in order, cut where a reader would breathe.
 *
 * Credits are not the book's words and get none. Limits that a text makes impossible give way in this order: time, pace,
 * never the width of a line; and no cue overlaps the next or outlasts `endMs`.
 */
export function cuesOf(
  sentences: readonly TimedSentence[],
  options: { pauses?: readonly Span[]; endMs?: number } = {},
): Cue[] {
  const pauses = mergeSpans(options.pauses ?? [])
  const shown = sentences.filter(({ role }) => role === 'title' || role === 'text')
  const endMs = options.endMs ?? shown.at(-1)?.endMs ?? 0
  const words = shown.flatMap((sentence, index) => {
    const own = wordsOf(sentence, pauses)
    const last = own.at(-1)
    if (last !== undefined && shown[index + 1]?.role !== sentence.role) last.joinCost = Infinity
    return own
  })
  return cutsOf(words, endMs).map(({ from, to }) => {
    const own = words.slice(from, to)
    const span = spanOf(words, { from, to, columns: columnsOf(own) }, endMs)
    return { startMs: Math.round(span.startMs), endMs: Math.round(span.endMs), lines: linesOf(own) }
  })
}

/** The cheapest way to part all words into cues. */
function cutsOf(words: readonly CueWord[], limitMs: number): { from: number; to: number }[] {
  const best: State[] = words.map(() => ({ cost: Infinity, from: 0 }))
  words.forEach((_, from) => {
    const costBefore = from === 0 ? 0 : (best[from - 1]?.cost ?? Infinity)
    const room = new CueRoom()
    let joinCost = 0
    for (let to = from + 1; to <= words.length; to++) {
      const last = words[to - 1]
      if (last === undefined || !room.takes(last)) break
      const cost = costBefore + joinCost + cueCost(words, { from, to, columns: room.columns }, limitMs)
      const state = best[to - 1]
      if (state !== undefined && cost < state.cost) Object.assign(state, { cost, from })
      joinCost += joinCostOf(last, words[to])
      if (joinCost === Infinity) break
    }
  })
  const cuts: { from: number; to: number }[] = []
  for (let to = words.length; to > 0; to = cuts.at(-1)?.from ?? 0) cuts.push({ from: best[to - 1]?.from ?? 0, to })
  return cuts.reverse()
}

/** What it costs to keep a word and the next one together. */
function joinCostOf(word: CueWord, next: CueWord | undefined): number {
  if (next === undefined) return 0
  return word.joinCost + Math.max(0, next.startMs - word.endMs - PAUSE_IN_CUE_MS) / 100
}

function cueCost(words: readonly CueWord[], cue: CueWords, limitMs: number): number {
  const { startMs, endMs } = spanOf(words, cue, limitMs)
  const durationMs = endMs - startMs
  const last = words[cue.to - 1]
  let cost = CUE_COST + (cue.to < words.length ? (last?.breakCost ?? 0) : 0)
  if (durationMs < CUE_LIMITS.shortestMs) cost += 20 + (CUE_LIMITS.shortestMs - durationMs) / 20
  else if (durationMs < COMFORTABLE_MS) cost += (3 * (COMFORTABLE_MS - durationMs)) / 1000
  const unreadMs = (last?.endMs ?? endMs) - endMs
  if (unreadMs > 0) cost += 30 + unreadMs / 50
  const pace = (1000 * cue.columns) / Math.max(1, durationMs)
  if (pace > CUE_LIMITS.easyPace) cost += 1.5 * (pace - CUE_LIMITS.easyPace)
  if (pace > CUE_LIMITS.fastestPace) cost += 20 + 10 * Math.min(100, pace - CUE_LIMITS.fastestPace)
  return cost
}

/** From the first word until it is read, at most until the next cue begins. */
function spanOf(words: readonly CueWord[], { from, to, columns }: CueWords, limitMs: number): Span {
  const startMs = words[from]?.startMs ?? 0
  const spokenMs = words[to - 1]?.endMs ?? startMs
  const nextMs = Math.max(spokenMs, words[to]?.startMs ?? limitMs)
  const readMs = Math.max(CUE_LIMITS.shortestMs, (1000 * columns) / CUE_LIMITS.easyPace)
  const wanted = Math.max(spokenMs + LINGER_MS, startMs + readMs)
  const endMs = nextMs - wanted < FLICKER_MS ? nextMs : wanted
  return { startMs, endMs: Math.min(endMs, startMs + CUE_LIMITS.longestMs) }
}
