import type { PieceEnding } from './place-pieces.ts'

/** Marks that a voice pauses at. A single full stop inside a sentence only shortens a word. */
const STRONG = /(?:[!?…;:。！？；：]|\.{2})[^\p{L}\p{N}]*$/u
const WEAK = /(?:[,、，،؛—–―]|--)[^\p{L}\p{N}]*$/u
const CLAUSE_END = /(?:\.{2,}|[,;:!?…،؛])+["”’»')\]]*\s+|[、，；：。！？]+[」』”’）]*|(?:[—–―]+|--+)\s*/gu

/** What a word or clause ends with, inside its sentence. */
export function endingOf(text: string): PieceEnding {
  if (STRONG.test(text)) return 'strong'
  return WEAK.test(text) ? 'weak' : 'word'
}

/** The parts of a sentence between which a voice may pause; together they are the sentence. */
export function clausesOf(sentence: string): string[] {
  const clauses: string[] = []
  let start = 0
  for (const { index, 0: mark } of sentence.matchAll(CLAUSE_END)) {
    const end = index + mark.length
    // Marks alone are no clause: `“— No.”`
    if (end === sentence.length || !/[\p{L}\p{N}]/u.test(sentence.slice(start, end))) continue
    clauses.push(sentence.slice(start, end))
    start = end
  }
  return [...clauses, sentence.slice(start)]
}
