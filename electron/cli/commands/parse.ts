import { AppError } from '#shared/models/app-error.ts'
import type { Book, Chapter } from '#shared/models/book.ts'
import { openWorkspace } from '#electron/config/workspace.ts'
import { parseFile } from '#electron/library/parse-file.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { countOf, formatCount } from '../format-values.ts'
import { formatFields, formatTable } from '../text-table.ts'

/** `e3 parse`: what the studio understands of a text, without keeping anything of it. */
export async function parse(
  { studio }: CommandContext,
  request: { file: string; chapter?: number },
): Promise<CommandResult> {
  const { audiobook } = openWorkspace(studio).config
  const book = await parseFile(request.file, { maxChunkCharacters: audiobook.chunk_size })
  if (request.chapter === undefined) return { document: describe(book), lines: overview(book) }
  const chapter = book.chapters.find(({ index }) => index === request.chapter)
  if (chapter === undefined) {
    throw new AppError(
      'chapter.unknown',
      `There is no chapter ${request.chapter}: ${book.title} has ${countOf(book.chapters.length, 'chapter')}.`,
    )
  }
  return { document: describeChapter(chapter), lines: textOf(chapter) }
}

function describe({ bookId, title, author, language, chapters, skipped, words }: Book): object {
  return { bookId, title, author, language, chapters: chapters.map(describeChapter), skipped, words }
}

function describeChapter({ index, title, kind, paragraphs, chunks }: Chapter): object {
  return { index, title, kind, paragraphs: paragraphs.map(({ text }) => text), chunks: chunks.map(({ text }) => text) }
}

function textOf(chapter: Chapter): string[] {
  return [
    chapter.title,
    ...chapter.paragraphs.flatMap(({ text, startsGroup }) => (startsGroup ? ['', '* * *', '', text] : ['', text])),
  ]
}

function overview(book: Book): string[] {
  const facts: (readonly [string, string | number | null])[] = [
    ['Book', book.bookId],
    ['Title', book.title],
    ['Author', book.author],
    ['Language', book.language],
    ['Translator', book.translator],
    ['Year', book.publicationYear],
    ['Rights', book.rights],
    ['Format', book.format],
    ['Words', formatCount(book.words)],
  ]
  const known = facts.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)] as const]))
  return [...formatFields(known), '', ...chapterTable(book), '', ...skippedTable(book)]
}

function chapterTable({ chapters }: Book): string[] {
  const rows = chapters.map(({ index, kind, part, title, words, chunks }) => [
    String(index),
    kind,
    part === null ? title : `${part} · ${title}`,
    formatCount(words),
    formatCount(chunks.length),
  ])
  return formatTable(
    [
      { title: '#', align: 'right' },
      { title: 'KIND' },
      { title: 'CHAPTER', maxWidth: 72 },
      { title: 'WORDS', align: 'right' },
      { title: 'CHUNKS', align: 'right' },
    ],
    rows,
  )
}

function skippedTable({ skipped }: Book): string[] {
  const rows = skipped.map(({ kind, reason, characters }) => [kind, formatCount(characters), reason])
  return formatTable(
    [{ title: 'NOT SPOKEN' }, { title: 'CHARACTERS', align: 'right' }, { title: 'WHY', maxWidth: 80 }],
    rows,
  )
}
