import type { Paragraph, SourceRange } from '#shared/models/book.ts'
import { splitSentence } from './chunk-chapter-clauses.ts'
import { splitSentences } from './sentences.ts'

/** A piece of text that no chunk parts: a sentence, or a clause of one that is too long for any chunk. */
export interface Atom extends SourceRange {
  paragraph: number
  /** Where it begins in its group's text, with one character between two paragraphs. */
  position: number
  ending: 'clause' | 'sentence' | 'paragraph'
  /** What it costs to end a chunk behind it, on the scale of `planChunks`. */
  endCost: number
}

/** Ends between sentences are nearly free; a sentence is parted as seldom as can be, best behind a strong mark. */
const END_COST = { paragraph: 0, sentence: 0.02, unfinished: 1 }

const FINISHED = /[\p{STerm}.…:—–―-][^\p{L}\p{N}]*$/u

/** The atoms of paragraphs `from` to `to` (exclusive), one paragraph group. */
export function atomsOf(
  paragraphs: readonly Paragraph[],
  from: number,
  to: number,
  { language, maxCharacters }: { language: string; maxCharacters: number },
): Atom[] {
  const atoms: Atom[] = []
  let base = 0
  for (let paragraph = from; paragraph < to; paragraph++) {
    const text = paragraphs[paragraph]?.text ?? ''
    const sentences = splitSentences(text, language)
    const first = sentences[0]
    if (first === undefined) continue
    base -= first.start
    for (const sentence of sentences) {
      if (sentence.end - sentence.start > maxCharacters) {
        for (const clause of splitSentence(text, sentence, maxCharacters)) {
          atoms.push({ paragraph, ...clause, position: base + clause.start, ending: 'clause' })
        }
      } else {
        atoms.push({ paragraph, ...sentence, position: base + sentence.start, ending: 'sentence', endCost: 0 })
      }
      endAtom(atoms, 'sentence', END_COST.sentence)
    }
    const end = sentences.at(-1)?.end ?? text.length
    endAtom(atoms, 'paragraph', FINISHED.test(text.slice(-8)) ? END_COST.paragraph : END_COST.unfinished)
    base += end + 1
  }
  return atoms
}

function endAtom(atoms: Atom[], ending: Atom['ending'], endCost: number): void {
  const last = atoms.at(-1)
  if (last !== undefined) Object.assign(last, { ending, endCost })
}
