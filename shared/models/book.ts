/** Half-open range of UTF-16 code units in a book's source text: the decoded documents, joined in reading order. */
export interface SourceRange {
  start: number
  end: number
}

export const SECTION_KINDS = [
  'chapter',
  'dedication',
  'epigraph',
  'foreword',
  'preface',
  'introduction',
  'prologue',
  'interlude',
  'epilogue',
  'afterword',
  'notes',
  'appendix',
  'glossary',
  'bibliography',
] as const

/** `chapter` is the body; the others are front and back matter that may be narrated. */
export type SectionKind = (typeof SECTION_KINDS)[number]

const FOR_THE_EYE: readonly SectionKind[] = ['notes', 'appendix', 'glossary', 'bibliography']

/** The kinds that a narrator reads unless a producer says otherwise; the rest is for the eye. */
export const SPOKEN_KINDS: ReadonlySet<SectionKind> = new Set(
  SECTION_KINDS.filter((kind) => !FOR_THE_EYE.includes(kind)),
)

/** A paragraph as it is to be spoken: the source's words, white space folded to single blanks. */
export interface Paragraph {
  text: string
  source: SourceRange
  /** True after a scene break (rule, row of stars, wide gap): the paragraph opens a new paragraph group. */
  startsGroup: boolean
}

/** What follows a chunk, which decides the length of the pause behind it. */
export type ChunkEnding = 'clause' | 'sentence' | 'paragraph' | 'group' | 'chapter'

/** A piece of text for one speech job; paragraphs inside it are parted by one line break. */
export interface Chunk {
  text: string
  source: SourceRange
  ending: ChunkEnding
  /** Index into the chapter's paragraphs of the first and the last one that the chunk touches. */
  firstParagraph: number
  lastParagraph: number
}

export interface Chapter {
  /** Counts from 1 in reading order, over all kinds. */
  index: number
  title: string
  /** The book, part or volume that the chapter belongs to, as the source names it. */
  part: string | null
  kind: SectionKind
  /** True when the source has no heading here and the title is ours, so that it is not announced. */
  hasInventedTitle: boolean
  paragraphs: Paragraph[]
  chunks: Chunk[]
  words: number
}

/** Source characters that are not spoken, with the reason; the sums of a book account for all of its source. */
export interface Skipped {
  kind: string
  reason: string
  characters: number
}

export type BookFormat = 'html' | 'text' | 'epub' | 'zip'

export interface BookCover {
  mediaType: 'image/jpeg' | 'image/png'
  bytes: Uint8Array
}

/** One decoded document of the source, in reading order. */
export interface SourceDocument {
  /** Name inside the archive, or the file's name. */
  name: string
  encoding: string
  source: SourceRange
}

export interface Book {
  /** `pg98` from the Gutenberg number, else `x` and the first 12 hex digits of the source's SHA-256. */
  bookId: string
  gutenbergId: number | null
  title: string
  author: string
  /** BCP 47, lower case: `en`, `fr`, `zh`. */
  language: string
  translator: string | null
  publicationYear: number | null
  rights: string | null
  sourceUrl: string | null
  format: BookFormat
  cover: BookCover | null
  documents: SourceDocument[]
  /** Length of the source text in UTF-16 code units: spoken plus skipped characters. */
  sourceCharacters: number
  chapters: Chapter[]
  skipped: Skipped[]
  words: number
}
