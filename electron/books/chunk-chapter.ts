import type { Chunk, ChunkEnding, Paragraph } from '#shared/models/book.ts'
import { type Atom, atomsOf } from './chunk-chapter-atoms.ts'
import { planChunks } from './chunk-chapter-plan.ts'

/** Where a paragraph's characters stand in the source. */
export interface ParagraphOffsets {
  /** Rises with `offset`, which is 0 to the text's length; for the length it is the end of the last character. */
  toSource(offset: number): number
}

/** A chunk is at least this share of the longest one, unless its group ends or no sentence end allows it. */
const SHORTEST_SHARE = 0.8

/**
 * Packs a chapter into chunks of at most `maxCharacters` UTF-16 code units that end at sentence ends.
 *
 * A chunk never spans two paragraph groups, and only a sentence that is longer than `maxCharacters` is split.
 * No word is changed: the chunks are the paragraphs, parted elsewhere.
 * @param options.offsets one for each paragraph.
 */
export function chunkParagraphs(
  paragraphs: readonly Paragraph[],
  options: { language: string; maxCharacters: number; offsets: readonly ParagraphOffsets[] },
): Chunk[] {
  const limits = { max: options.maxCharacters, min: Math.ceil(options.maxCharacters * SHORTEST_SHARE) }
  const chunks: Chunk[] = []
  let from = 0
  while (from < paragraphs.length) {
    let to = from + 1
    while (to < paragraphs.length && paragraphs[to]?.startsGroup === false) to++
    const atoms = atomsOf(paragraphs, from, to, options)
    let first = 0
    for (const end of planChunks(atoms, limits)) {
      chunks.push(chunkOf(paragraphs, atoms.slice(first, end), end === atoms.length ? 'group' : null, options.offsets))
      first = end
    }
    from = to
  }
  const last = chunks.at(-1)
  if (last !== undefined) last.ending = 'chapter'
  return chunks
}

function chunkOf(
  paragraphs: readonly Paragraph[],
  atoms: readonly Atom[],
  ending: ChunkEnding | null,
  offsets: readonly ParagraphOffsets[],
): Chunk {
  const [first, last] = [atoms[0], atoms.at(-1)]
  if (first === undefined || last === undefined) throw new Error('A chunk needs an atom.')
  let text = ''
  for (let index = first.paragraph; index <= last.paragraph; index++) {
    const paragraph = paragraphs[index]?.text ?? ''
    const start = index === first.paragraph ? first.start : 0
    const end = index === last.paragraph ? last.end : paragraph.length
    const part = paragraph.slice(start, end).trim()
    if (part !== '') text += text === '' ? part : `\n${part}`
  }
  return {
    text,
    source: {
      start: toSource(offsets, first.paragraph, first.start),
      end: toSource(offsets, last.paragraph, last.end),
    },
    ending: ending ?? last.ending,
    firstParagraph: first.paragraph,
    lastParagraph: last.paragraph,
  }
}

function toSource(offsets: readonly ParagraphOffsets[], paragraph: number, offset: number): number {
  const map = offsets[paragraph]
  if (map === undefined) throw new RangeError(`No offsets for paragraph ${paragraph}.`)
  return map.toSource(offset)
}
