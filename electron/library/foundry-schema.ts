import { z } from 'zod'
import { SECTION_KINDS } from '#shared/models/book.ts'

/** Written into every file of a book's folder; a reader refuses a higher one. */
export const SCHEMA_VERSION = 1

const count = z.int().nonnegative()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const range = z.object({ start: count, end: count })

/** A name without any folder, so that a copied book cannot point outside its own. */
const fileName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^(?!\.{1,2}$)[^/\\\0]+$/)

/** Letters, digits, `_` and `-` only: ids become folder names. */
export const FOLDER_ID = /^[a-zA-Z0-9][\w-]{0,63}$/

/** `metadata.json`: all about a book but its text. */
export const BOOK_METADATA = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  bookId: z.string().regex(FOLDER_ID),
  gutenbergId: count.nullable(),
  title: z.string(),
  author: z.string(),
  language: z.string(),
  translator: z.string().nullable(),
  publicationYear: z.int().nullable(),
  rights: z.string().nullable(),
  sourceUrl: z.string().nullable(),
  source: z.object({
    name: fileName,
    sha256,
    bytes: count,
    format: z.enum(['html', 'text', 'epub', 'zip']),
    characters: count,
    documents: z.array(z.object({ name: z.string(), encoding: z.string(), source: range })),
  }),
  cover: z.object({ name: fileName, mediaType: z.enum(['image/jpeg', 'image/png']) }).nullable(),
  maxChunkCharacters: count,
  words: count,
  chapters: z.array(
    z.object({
      index: z.int().positive(),
      title: z.string(),
      part: z.string().nullable(),
      kind: z.enum(SECTION_KINDS),
      hasInventedTitle: z.boolean(),
      words: count,
      characters: count,
      chunks: count,
      /** Of the chapter's text file. */
      sha256,
    }),
  ),
  skipped: z.array(z.object({ kind: z.string(), reason: z.string(), characters: count })),
})

/** `text/chapter_001.json`, besides its version: paragraphs and chunks of one chapter. */
export const CHAPTER = z.object({
  index: z.int().positive(),
  title: z.string(),
  part: z.string().nullable(),
  kind: z.enum(SECTION_KINDS),
  hasInventedTitle: z.boolean(),
  words: count,
  paragraphs: z.array(z.object({ text: z.string(), source: range, startsGroup: z.boolean() })),
  chunks: z.array(
    z.object({
      text: z.string(),
      source: range,
      ending: z.enum(['clause', 'sentence', 'paragraph', 'group', 'chapter']),
      firstParagraph: count,
      lastParagraph: count,
    }),
  ),
})
