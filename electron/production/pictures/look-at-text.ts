import { SIGHTS, type Sight, type SightKind } from './sights.ts'

/** How often each sight is met, by its place in `SIGHTS`. */
export type SightCounts = Map<number, number>

/** The sights that a language's words tell of; empty for a language that we know no words of. */
export type SightWords = ReadonlyMap<string, number>

const WORD = /\p{L}+(?:-\p{L}+)*/gu
const vocabularies = new Map<string, SightWords>()

export function sightWords(language: string): SightWords {
  const base = language.split('-')[0] ?? ''
  const known = vocabularies.get(base)
  if (known !== undefined) return known
  const words = new Map<string, number>()
  SIGHTS.forEach((sight, index) => {
    for (const word of sight.words.get(base) ?? []) if (!words.has(word)) words.set(word, index)
  })
  vocabularies.set(base, words)
  return words
}

/** Counts the sights of a text into `counts`. */
export function countSights(text: string, words: SightWords, counts: SightCounts = new Map()): SightCounts {
  for (const [found] of text.matchAll(WORD)) {
    const word = found.toLowerCase()
    const sight = words.get(word) ?? (word.endsWith('s') ? words.get(word.slice(0, -1)) : undefined)
    if (sight !== undefined) counts.set(sight, (counts.get(sight) ?? 0) + 1)
  }
  return counts
}

/** Adds what was counted in one text to what was counted in others. */
export function addCounts(counts: SightCounts, more: SightCounts): void {
  for (const [sight, count] of more) counts.set(sight, (counts.get(sight) ?? 0) + count)
}

/** The sights of a kind that are met most, the most frequent first; equals in the order of the table. */
export function mostSeen(counts: SightCounts, kind: SightKind, most: number, least = 1): Sight[] {
  return [...counts]
    .filter(([index, count]) => SIGHTS[index]?.kind === kind && count >= least)
    .sort(([a, countA], [b, countB]) => countB - countA || a - b)
    .slice(0, most)
    .flatMap(([index]) => SIGHTS[index] ?? [])
}

/** How much there is to see, each sight once: a paragraph that says `sea` ten times shows one. */
export function visibility(counts: SightCounts): number {
  const kinds = [...counts.keys()].map((index) => SIGHTS[index]?.kind)
  const weights: Record<SightKind, number> = { place: 3, figure: 2, weather: 2, hour: 1, thing: 1 }
  return kinds.reduce((sum, kind) => sum + (kind === undefined ? 0 : weights[kind]), 0)
}

/** Whether a text is dark or bright by its sights; plain when neither prevails. */
export function moodOf(counts: SightCounts): 'dark' | 'bright' | 'plain' {
  let [dark, bright] = [0, 0]
  for (const [index, count] of counts) {
    if (SIGHTS[index]?.mood === 'dark') dark += count
    if (SIGHTS[index]?.mood === 'bright') bright += count
  }
  if (dark > bright * 1.25) return 'dark'
  return bright > dark * 1.25 ? 'bright' : 'plain'
}
