import type { Book, BookCover, BookFormat, Chapter, Paragraph, SourceDocument } from '#shared/models/book.ts'
import { AppError } from '#shared/models/app-error.ts'
import { skipAnnotations } from './annotations.ts'
import type { Block, BlockStream } from './block.ts'
import { skipBoilerplate } from './boilerplate.ts'
import { chunkParagraphs } from './chunk-chapter.ts'
import type { ParagraphOffsets } from './chunk-chapter.ts'
import { findContents } from './contents.ts'
import { findHeadings } from './headings.ts'
import { guessLanguage } from './language.ts'
import { Ledger } from './ledger.ts'
import { readFacts } from './metadata.ts'
import { openSource } from './open-source.ts'
import type { RunMap } from './run-map.ts'
import { buildSections } from './sections.ts'
import type { Section } from './sections.ts'
import { assignRoles } from './series.ts'
import { sha256Hex } from './sha256.ts'
import { speakableParagraph } from './speakable-paragraph.ts'
import { countWords } from './words.ts'

/** What an opened file hands over, whatever its format. */
export interface OpenedSource {
  format: BookFormat
  source: string
  documents: SourceDocument[]
  stream: BlockStream & { runs: RunMap }
  declared: Parameters<typeof readFacts>[0]['declared']
  sourceUrl: string | null
  cover: BookCover | null
  /** Characters of documents that the reading order leaves out. */
  outsideCharacters: number
}

const DEFAULT_CHUNK_CHARACTERS = 500

/** Less is what remains of a file that is no book. */
const FEWEST_WORDS = 3

/**
 * Understands a Project Gutenberg file: its chapters with their parts, what is spoken of them and what is not.
 *
 * @throws AppError `book.…` with a one-line reason when the file is not a readable book.
 */
export function readBook(
  file: { name: string; bytes: Uint8Array },
  options: { maxChunkCharacters?: number } = {},
): Book {
  const opened = openSource(file)
  const { stream } = opened
  const { blocks } = stream
  const header = skipBoilerplate(blocks, opened.source)
  skipAnnotations(blocks)
  const contents = findContents(stream)
  const firstPage = firstLines(blocks)
  const facts = readFacts({ fileName: file.name, declared: opened.declared, header, firstPage })
  const headings = findHeadings(blocks, contents)
  const sections = buildSections(blocks, assignRoles(headings), facts.title)
  const language = facts.language || guessLanguage(sample(sections))
  const chapters = sections.map((section, index) =>
    chapterOf(
      section,
      index + 1,
      stream.runs,
      language,
      options.maxChunkCharacters ?? DEFAULT_CHUNK_CHARACTERS,
      stream,
    ),
  )
  const words = chapters.reduce((sum, chapter) => sum + chapter.words, 0)
  if (words < FEWEST_WORDS)
    throw new AppError('book.noText', `"${file.name}" has no text to read aloud; check that it is the book itself.`)
  return {
    bookId: facts.gutenbergId === null ? `x${sha256Hex(file.bytes).slice(0, 12)}` : `pg${facts.gutenbergId}`,
    gutenbergId: facts.gutenbergId,
    title: facts.title || chapters[0]?.title || file.name,
    author: facts.author,
    language,
    translator: facts.translator,
    publicationYear: facts.publicationYear,
    rights: facts.rights,
    sourceUrl:
      opened.sourceUrl ?? (facts.gutenbergId === null ? null : `https://www.gutenberg.org/ebooks/${facts.gutenbergId}`),
    format: opened.format,
    cover: opened.cover,
    documents: opened.documents,
    sourceCharacters: opened.source.length,
    chapters,
    skipped: account(opened, chapters),
    words,
  }
}

function chapterOf(
  section: Section,
  index: number,
  runs: RunMap,
  language: string,
  maxCharacters: number,
  stream: BlockStream,
): Chapter {
  const paragraphs: Paragraph[] = []
  const offsets: ParagraphOffsets[] = []
  let startsGroup = false
  for (const piece of section.blocks) {
    startsGroup ||= piece.startsGroup
    const block = speakableParagraph(piece.block, runs, stream.inlineSkipped)
    if (block.text === '') continue
    paragraphs.push({
      text: block.text,
      source: { start: block.start, end: block.end },
      startsGroup: startsGroup && paragraphs.length > 0,
    })
    const { runsFrom, runsTo, end, text } = block
    offsets.push({ toSource: (offset) => (offset >= text.length ? end : runs.toSource(runsFrom, runsTo, offset)) })
    startsGroup = false
  }
  const { title, part, kind, hasInventedTitle } = section
  const chunks = chunkParagraphs(paragraphs, { language, maxCharacters, offsets })
  const words = paragraphs.reduce((sum, { text }) => sum + countWords(text, language), 0)
  return { index, title, part, kind, hasInventedTitle, paragraphs, chunks, words }
}

function account({ source, stream, outsideCharacters }: OpenedSource, chapters: readonly Chapter[]): Book['skipped'] {
  const ledger = new Ledger()
  for (const [kind, characters] of stream.inlineSkipped) ledger.add(kind, characters)
  for (const block of stream.blocks) if (block.skip !== null) ledger.add(block.skip, block.text.length)
  ledger.add('notInSpine', outsideCharacters)
  let spoken = 0
  for (const { paragraphs } of chapters) for (const { text } of paragraphs) spoken += text.length
  return ledger.close(source.length, spoken)
}

/** The first lines of the book itself: its title page. */
function firstLines(blocks: readonly Block[]): string[] {
  const lines: string[] = []
  for (const block of blocks) {
    if (block.skip !== null || block.isBreak) continue
    if (block.text.length > 400 || lines.length >= 30) break
    let from = 0
    for (const at of [...(block.breaks ?? []), block.text.length]) {
      lines.push(block.text.slice(from, at).trim())
      from = at
    }
  }
  return lines
}

function sample(sections: readonly Section[]): string {
  const middle = sections[Math.floor(sections.length / 2)]
  return (middle?.blocks ?? [])
    .slice(0, 60)
    .map(({ block }) => block.text)
    .join(' ')
    .slice(0, 8000)
}
