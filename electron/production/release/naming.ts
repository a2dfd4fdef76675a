import { allowedName, bookStem, cleanName, numberedStem, partStem } from '#electron/audio/delivery-names.ts'
import type { DeliveryProfile, NamingRule } from '#shared/models/delivery-profile.ts'
import { asciiAuthor, asciiTitle } from './naming-ascii.ts'

/** The book that a release is of. */
export interface NamedBook {
  bookId: string
  title: string
  author: string
  narrator: string
  year: number | null
}

/**
 * A file that needs a name; its number is its place among those of its role and extension.
 *
 * `part` holds a book or a part of it; `file` has its name already, for instance `cover.jpg`, as its title.
 */
export interface NamedFile {
  role: 'opening' | 'chapter' | 'closing' | 'sample' | 'part' | 'file'
  title: string
  /** Without dot. */
  extension: string
}

/** A file's place among its like. */
interface Place {
  /** Chapters and parts count from 1, an opening is 0, a closing follows the last. */
  index: number
  largest: number
  /** Among all that are handed in side by side, from 1. */
  position: number
  count: number
}

/**
 * Paths of the files in the folder of a release, in the given order, with `/`.
 *
 * Legal on Windows, macOS and Linux, each once in any spelling of case, the same for the same book.
 */
export function releaseNames(
  profile: Pick<DeliveryProfile, 'naming' | 'layout' | 'mp3Kbps'>,
  book: NamedBook,
  files: readonly NamedFile[],
): string[] {
  const folder = releaseFolder(profile, book)
  const taken = new Set<string>()
  return files.map((file) => {
    const { stem, extension } =
      file.role === 'file'
        ? splitName(file.title)
        : { stem: stemOf(profile, book, file, placeOf(file, files)), extension: `.${file.extension}` }
    for (let copy = 1; ; copy++) {
      const name = `${stem}${copy > 1 ? ` (${copy})` : ''}${extension}`
      const key = name.normalize('NFKC').toLowerCase()
      if (taken.has(key)) continue
      taken.add(key)
      return `${folder}${name}`
    }
  })
}

/** Where the files of a release lie in its folder: empty, or ending in `/`. */
export function releaseFolder({ layout }: Pick<DeliveryProfile, 'layout'>, book: NamedBook): string {
  if (layout !== 'audiobookshelf') return ''
  const narrator = cleanName(book.narrator)
  const year = book.year === null ? '' : `${book.year} - `
  const title = cleanName(book.title) || book.bookId
  const folders = [
    cleanName(book.author) || 'Unknown author',
    `${year}${title}${narrator === '' ? '' : ` {${narrator}}`}`,
  ]
  return folders.map((name) => `${allowedName(name)}/`).join('')
}

/** What names look like under a rule that an outlet has set; null where any name will do. */
export function namePattern(rule: NamingRule): { pattern: RegExp; example: string } | null {
  switch (rule) {
    case 'librivox':
      return { pattern: /^[a-z0-9]+_\d{2,}_[a-z0-9]+_\d+kb\.mp3$/, example: 'title_01_author_128kb.mp3' }
    case 'parts-of':
      return { pattern: /^[A-Za-z0-9-]+_(\d+)of(\d+)\.[a-z0-9]+$/, example: 'pg98_1of10.mp3' }
    case 'title':
    case 'numbered':
      return null
  }
}

function stemOf(
  { naming, mp3Kbps }: Pick<DeliveryProfile, 'naming' | 'mp3Kbps'>,
  book: NamedBook,
  { role, title }: NamedFile,
  { index, largest, position, count }: Place,
): string {
  if (naming === 'parts-of' && role !== 'sample')
    return `${book.bookId.replace(/[^A-Za-z0-9]+/g, '-')}_${position}of${count}`
  if (role === 'part') return partStem(bookStem(book.title, book.author), { index, count: largest })
  if (role === 'sample') return allowedName(cleanName(title)) || 'Retail Sample'
  if (naming === 'librivox') {
    const number = String(index).padStart(2, '0')
    return `${asciiTitle(book)}_${number}_${asciiAuthor(book.author)}_${mp3Kbps}kb`
  }
  return numberedStem(index, largest, title)
}

function placeOf(file: NamedFile, files: readonly NamedFile[]): Place {
  const isNumbered = ({ role, extension }: NamedFile) =>
    extension === file.extension && role !== 'file' && role !== 'sample' && (role === 'part') === (file.role === 'part')
  const side = files.filter(isNumbered)
  const position = side.indexOf(file) + 1
  const openings = side.filter(({ role }) => role === 'opening').length
  const isOpening = file.role === 'opening'
  return { index: isOpening ? 0 : position - openings, largest: side.length - openings, position, count: side.length }
}

function splitName(name: string): { stem: string; extension: string } {
  const [, stem = '', extension = ''] = /^(.*?)(\.[A-Za-z0-9]+)?$/su.exec(name) ?? []
  return { stem: allowedName(cleanName(stem)) || 'file', extension }
}
