import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Foundry } from '#electron/library/foundry.ts'
import { SPOKEN_KINDS } from '#shared/models/book.ts'
import { PersonCounter, type Person } from './find-persons.ts'
import { addCounts, countSights, sightWords, type SightCounts } from './look-at-text.ts'

/** A paragraph as a picture sees it. */
export interface ParagraphView {
  characters: number
  counts: SightCounts
  excerpt: string
  /** Of the book's persons, those who are named here, by their place in its list. */
  persons: number[]
}

export interface ChapterView {
  index: number
  title: string
  counts: SightCounts
  paragraphs: ParagraphView[]
}

/** What can be seen in a book. */
export interface BookView {
  counts: SightCounts
  persons: Person[]
  chapters: ChapterView[]
}

const MOST_PERSONS = 8
const EXCERPT_CHARACTERS = 160
const SLICE_MS = 8

/** Looks through the chapters that are read aloud, with a breath every few milliseconds. Throws what `Foundry` throws. */
export async function viewBook(
  foundry: Pick<Foundry, 'readMetadata' | 'readChapter'>,
  bookId: string,
): Promise<BookView> {
  const metadata = await foundry.readMetadata(bookId)
  const words = sightWords(metadata.language)
  const counter = new PersonCounter(metadata.language)
  const breathe = breather()
  const book: BookView = { counts: new Map(), persons: [], chapters: [] }
  const texts: string[][] = []
  for (const { index, kind, title } of metadata.chapters) {
    if (!SPOKEN_KINDS.has(kind)) continue
    const { paragraphs } = await foundry.readChapter(bookId, index, metadata)
    const chapter: ChapterView = { index, title, counts: new Map(), paragraphs: [] }
    for (const { text } of paragraphs) {
      const counts = countSights(text, words)
      counter.add(text)
      addCounts(chapter.counts, counts)
      chapter.paragraphs.push({ characters: text.length, counts, excerpt: excerptOf(text), persons: [] })
      await breathe()
    }
    addCounts(book.counts, chapter.counts)
    book.chapters.push(chapter)
    texts.push(paragraphs.map(({ text }) => text))
  }
  book.persons = counter.persons(MOST_PERSONS)
  for (const [at, chapter] of book.chapters.entries()) {
    for (const [place, paragraph] of chapter.paragraphs.entries()) {
      paragraph.persons = namedIn(texts[at]?.[place] ?? '', book.persons)
    }
    await breathe()
  }
  return book
}

function breather(): () => Promise<void> {
  let sinceMs = performance.now()
  return async () => {
    if (performance.now() - sinceMs < SLICE_MS) return
    await nextTurn()
    sinceMs = performance.now()
  }
}

function namedIn(text: string, persons: readonly Person[]): number[] {
  return persons.flatMap(({ name }, index) => (text.includes(name) ? [index] : []))
}

/** The beginning of a paragraph, cut between words. */
function excerptOf(text: string): string {
  if (text.length <= EXCERPT_CHARACTERS) return text
  const cut = text.slice(0, EXCERPT_CHARACTERS)
  const end = cut.lastIndexOf(' ')
  return `${cut.slice(0, end > EXCERPT_CHARACTERS / 2 ? end : undefined).replace(/[\s,;:–—-]+$/, '')}…`
}
