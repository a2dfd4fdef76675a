import type { SourceRange } from '#shared/models/book.ts'
import { endBefore, isBlank, skipBlanks } from './sentences-blanks.ts'

/** A clause and what ending a chunk behind it costs. */
export interface Clause extends SourceRange {
  endCost: number
}

const CLAUSE_END = /(?:[;:,.!?…؛،](?=["”’'»)\]]*\s)["”’'»)\]]*|[；：、，。！？][」』”’）]*|[—–―]|--+)\s*/gu
const STRONG = /[;:.!?…؛；：。！？]/u
const CLAUSE_COST = { strong: 2.5, weak: 3, word: 4, character: 5 }

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Parts a sentence at its clauses; a clause longer than `maxCharacters` at blanks, a word longer than that anywhere. */
export function splitSentence(text: string, sentence: SourceRange, maxCharacters: number): Clause[] {
  const clauses: Clause[] = []
  const add = (from: number, to: number, endCost: number): void => {
    const start = skipBlanks(text, from)
    const end = endBefore(text, to)
    if (end - start > maxCharacters) splitClause(text, { start, end, endCost }, maxCharacters, clauses)
    else if (start < end) clauses.push({ start, end, endCost })
  }
  let start = sentence.start
  CLAUSE_END.lastIndex = start
  for (let match = CLAUSE_END.exec(text); match !== null; match = CLAUSE_END.exec(text)) {
    const end = CLAUSE_END.lastIndex
    if (end >= sentence.end) break
    add(start, end, STRONG.test(match[0]) ? CLAUSE_COST.strong : CLAUSE_COST.weak)
    start = end
  }
  add(start, sentence.end, CLAUSE_COST.weak)
  return clauses
}

/** Pieces of like length, so that none is a lonely word. */
function splitClause(text: string, clause: Clause, maxCharacters: number, into: Clause[]): void {
  let start = clause.start
  while (clause.end - start > maxCharacters) {
    const pieces = Math.ceil((clause.end - start) / maxCharacters)
    const aim = start + Math.ceil((clause.end - start) / pieces)
    const cut = wordCut(text, start, aim, start + maxCharacters)
    if (cut === null) {
      const end = graphemeCut(text, start, start + maxCharacters)
      into.push({ start, end, endCost: CLAUSE_COST.character })
      start = skipBlanks(text, end)
    } else {
      into.push({ start, end: endBefore(text, cut), endCost: CLAUSE_COST.word })
      start = skipBlanks(text, cut)
    }
  }
  if (start < clause.end) into.push({ start, end: clause.end, endCost: clause.endCost })
}

/** The blank nearest behind `aim` and before `limit`, else the last one before it. */
function wordCut(text: string, start: number, aim: number, limit: number): number | null {
  for (let at = aim; at <= limit; at++) if (isBlank(text.charCodeAt(at))) return at
  for (let at = aim - 1; at > start; at--) if (isBlank(text.charCodeAt(at))) return at
  return null
}

/** The last grapheme boundary up to `limit`; a grapheme that is longer still is parted between code points. */
function graphemeCut(text: string, start: number, limit: number): number {
  const window = text.slice(start, limit + 64)
  const boundary = graphemes.segment(window).containing(limit - start)?.index ?? 0
  if (boundary > 0) return start + boundary
  const isInsidePair = (text.charCodeAt(limit) & 0xfc00) === 0xdc00 && limit - start > 1
  return isInsidePair ? limit - 1 : limit
}
