/** How long a character takes to say, against a letter of an alphabet with vowels. */
const WEIGHTS: readonly (readonly [RegExp, number])[] = [
  [/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u, 1],
  [/\p{N}/u, 4],
  [/\p{Script=Han}/u, 4],
  [/[\p{Script=Hiragana}\p{Script=Katakana}ー]/u, 2],
  [/\p{Script=Hangul}/u, 3],
  [/\p{L}/u, 1.4],
]
const WORD = /[\p{L}\p{M}\p{N}’']+/gu
/** A word takes a little by itself, the last one before a pause a little more, and nothing is without any length. */
const WORD_WEIGHT = 0.7
const LAST_WORD_WEIGHT = 1.5
const LEAST_WEIGHT = 0.1
const MARKED = /\p{P}[^\p{L}\p{N}]*$/u
const PAUSE_WEIGHT = { sentence: 7, clause: 3 }

const CLAUSE_PAUSE = /[,;:—–―](?!\d)|--|[、，；：،؛]/gu
const SENTENCE_PAUSE = /[.!?…](?=[^\p{L}\p{N}]*(?:\s|$))|[。！？]/gu

/** How long a text takes to say, pauses apart, in letters of an alphabet with vowels. */
export function speechWeight(text: string): number {
  let weight = LEAST_WEIGHT + WORD_WEIGHT * countOf(text, WORD)
  if (MARKED.test(text)) weight += LAST_WORD_WEIGHT
  for (const character of text) weight += weightOf(character)
  return weight
}

/** How long the pauses of a text last, on the scale of `speechWeight`. */
export function pauseWeight(text: string): number {
  return PAUSE_WEIGHT.sentence * countOf(text, SENTENCE_PAUSE) + PAUSE_WEIGHT.clause * countOf(text, CLAUSE_PAUSE)
}

function weightOf(character: string): number {
  if (/[a-z ]/.test(character)) return character === ' ' ? 0 : 1
  return WEIGHTS.find(([pattern]) => pattern.test(character))?.[1] ?? 0
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
