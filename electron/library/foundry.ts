import { readFile, readdir, rename, rm } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { z } from 'zod'
import { AppError } from '#shared/models/app-error.ts'
import type { Book, Chapter } from '#shared/models/book.ts'
import { removeParts, writeFileAtomic } from './atomic-file.ts'
import { type BookSource, bookFiles, sha256Of } from './book-files.ts'
import { damagedFile, parseFoundryFile, readIfThere } from './foundry-file.ts'
import { BOOK_METADATA, CHAPTER, FOLDER_ID } from './foundry-schema.ts'

/** What a book's `metadata.json` says. */
export type BookMetadata = z.infer<typeof BOOK_METADATA>

/** What a producer may change of it. */
export type BookDescription = Pick<BookMetadata, 'title' | 'author' | 'language' | 'publicationYear' | 'sourceUrl'>

/** A flush waits for the disk: several together wait once. */
const FILES_AT_A_TIME = 8

const digits = (number: number, length: number): string => String(number).padStart(length, '0')

/**
 * The bookshelf: one folder a book, which is the whole title.
 *
 * Paths throw `book.badId` for an id that is no plain folder name, so none leads out of the bookshelf.
 */
export class Foundry {
  readonly dir: string

  constructor(dir: string) {
    this.dir = dir
  }

  /** Folders of removed titles; no id begins with a dot. */
  get trashDir(): string {
    return join(this.dir, '.trash')
  }

  /** Files on their way to the shelf. */
  get incomingDir(): string {
    return join(this.dir, '.incoming')
  }

  /** Pictures of titles in the sizes of the window; they can be made again at any time. */
  get postersDir(): string {
    return join(this.dir, '.posters')
  }

  bookDir(bookId: string): string {
    return join(this.dir, folderId(bookId))
  }

  metadataFile(bookId: string): string {
    return join(this.bookDir(bookId), 'metadata.json')
  }

  sourceFile(bookId: string, name: string): string {
    return join(this.bookDir(bookId), 'source', name)
  }

  /** Text of one chapter; chapters count from 1. */
  chapterFile(bookId: string, index: number): string {
    return join(this.bookDir(bookId), 'text', `chapter_${digits(index, 3)}.json`)
  }

  imagesDir(bookId: string): string {
    return join(this.bookDir(bookId), 'images')
  }

  videosDir(bookId: string): string {
    return join(this.bookDir(bookId), 'videos')
  }

  narratorDir(bookId: string, narratorId: string): string {
    return join(this.bookDir(bookId), 'audiobook', folderId(narratorId))
  }

  /** Every audio that was rendered, named by its key. */
  takesDir(bookId: string, narratorId: string): string {
    return join(this.narratorDir(bookId, narratorId), 'chunks', 'takes')
  }

  /** A chunk's audio in its place: `chunks/ch001/0001.flac`. */
  chunkFile(bookId: string, narratorId: string, chapter: number, chunk: number, extension: string): string {
    const name = `${digits(chunk, 4)}.${folderId(extension)}`
    return join(this.narratorDir(bookId, narratorId), 'chunks', `ch${digits(chapter, 3)}`, name)
  }

  chaptersDir(bookId: string, narratorId: string): string {
    return join(this.narratorDir(bookId, narratorId), 'chapters')
  }

  partsDir(bookId: string, narratorId: string): string {
    return join(this.narratorDir(bookId, narratorId), 'parts')
  }

  deliveryDir(bookId: string, narratorId: string): string {
    return join(this.narratorDir(bookId, narratorId), 'delivery')
  }

  /** Throws `book.unknown` without the book, `book.damaged` or `book.tooNew` for a file that cannot be used. */
  async readMetadata(bookId: string): Promise<BookMetadata> {
    const file = this.metadataFile(bookId)
    const text = await readIfThere(file)
    if (text === null) throw new AppError('book.unknown', `The foundry has no book ${bookId}. Import its file.`)
    const metadata = parseFoundryFile(BOOK_METADATA, text, this.#nameOf(file))
    if (metadata.bookId !== bookId)
      throw damagedFile(this.#nameOf(file), `it belongs into a folder named ${metadata.bookId}`)
    return metadata
  }

  /**
   * Reads a chapter's text; who reads many of them passes the metadata that it has.
   *
   * Throws `book.damaged` when the chapter's file is missing or is not the one that the metadata names.
   */
  async readChapter(bookId: string, index: number, known?: BookMetadata): Promise<Chapter> {
    const metadata = known ?? (await this.readMetadata(bookId))
    const entry = metadata.chapters.find((chapter) => chapter.index === index)
    if (entry === undefined) throw new AppError('chapter.unknown', `The book ${bookId} has no chapter ${index}.`)
    const file = this.chapterFile(bookId, index)
    const text = await readIfThere(file)
    if (text === null) throw damagedFile(this.#nameOf(file), 'it is missing')
    if (sha256Of(text) !== entry.sha256) throw damagedFile(this.#nameOf(file), 'its content was changed')
    return parseFoundryFile(CHAPTER, text, this.#nameOf(file))
  }

  /** The metadata of a book whose text is whole; null without the book and for a damaged one. */
  async findIntact(bookId: string): Promise<BookMetadata | null> {
    try {
      const metadata = await this.readMetadata(bookId)
      return (await this.isIntact(metadata)) ? metadata : null
    } catch (error: unknown) {
      if (error instanceof AppError && (error.code === 'book.unknown' || error.code === 'book.damaged')) return null
      throw error
    }
  }

  /** True when source, chapters and cover are all there, byte for byte. */
  async isIntact(metadata: BookMetadata): Promise<boolean> {
    const { bookId, source, cover } = metadata
    const isFile = async (file: string, sha256?: string): Promise<boolean> => {
      const bytes = await readFile(file).catch(() => null)
      return bytes !== null && (sha256 === undefined || sha256Of(bytes) === sha256)
    }
    if (!(await isFile(this.sourceFile(bookId, source.name), source.sha256))) return false
    if (cover !== null && !(await isFile(join(this.imagesDir(bookId), cover.name)))) return false
    for (const { index, sha256 } of metadata.chapters) {
      if (!(await isFile(this.chapterFile(bookId, index), sha256))) return false
    }
    return true
  }

  /**
   * Writes the book's folder; the metadata comes last, so that a kill leaves the old book, the new one, or a chapter
   * that `readChapter` refuses until the file is imported again.
   *
   * Audio, pictures and earlier sources stay.
   */
  async writeBook(book: Book, source: BookSource): Promise<BookMetadata> {
    const { metadata, chapters } = bookFiles(book, source)
    const { bookId } = metadata
    const sourceFile = this.sourceFile(bookId, metadata.source.name)
    await setAside(sourceFile, metadata.source.sha256)
    await writeFileAtomic(sourceFile, source.bytes)
    if (book.cover !== null && metadata.cover !== null) {
      await writeFileAtomic(join(this.imagesDir(bookId), metadata.cover.name), book.cover.bytes)
    }
    for (let at = 0; at < chapters.length; at += FILES_AT_A_TIME) {
      const batch = chapters.slice(at, at + FILES_AT_A_TIME)
      await Promise.all(batch.map(({ index, json }) => writeFileAtomic(this.chapterFile(bookId, index), json)))
    }
    await this.#writeMetadata(metadata)
    await this.#removeStale(bookId, new Set(chapters.map(({ index }) => this.chapterFile(bookId, index))))
    return metadata
  }

  /** Changes what a producer may change, so that a copied folder carries it; throws like `readMetadata`. */
  async updateMetadata(bookId: string, changes: Partial<BookDescription>): Promise<void> {
    const metadata = await this.readMetadata(bookId)
    await this.#writeMetadata({ ...metadata, ...changes })
  }

  #writeMetadata(metadata: BookMetadata): Promise<void> {
    return writeFileAtomic(this.metadataFile(metadata.bookId), `${JSON.stringify(metadata, null, 2)}\n`)
  }

  async #removeStale(bookId: string, chapterFiles: ReadonlySet<string>): Promise<void> {
    const textDir = join(this.bookDir(bookId), 'text')
    for (const name of await readdir(textDir)) {
      if (/^chapter_\d+\.json$/.test(name) && !chapterFiles.has(join(textDir, name))) await rm(join(textDir, name))
    }
    for (const dir of ['.', 'source', 'text', 'images']) await removeParts(join(this.bookDir(bookId), dir))
  }

  #nameOf(file: string): string {
    return relative(this.dir, file).split(sep).join('/')
  }
}

function folderId(id: string): string {
  if (!FOLDER_ID.test(id))
    throw new AppError('book.badId', `${JSON.stringify(id)} is no id: letters, digits, - and _ only.`)
  return id
}

/** An earlier source of the same name stays beside the new one: `98-h.1a2b3c4d.htm`. */
async function setAside(file: string, sha256: string): Promise<void> {
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return
  const found = sha256Of(bytes)
  if (found !== sha256) await rename(file, file.replace(/(\.[^.]*)?$/, `.${found.slice(0, 8)}$1`))
}
