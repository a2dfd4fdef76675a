import { extname } from 'node:path'

/** Folder of everything that the package document lists; no reference leaves it. */
export const CONTENT_FOLDER = 'EPUB'
/** Names inside the content folder. */
export const NAMES = {
  package: 'package.opf',
  navigation: 'nav.xhtml',
  stylesheet: 'book.css',
  cover: 'cover.jpg',
  coverPage: 'cover.xhtml',
  titlePage: 'title.xhtml',
} as const

/** Readers that know the name by heart highlight by it even without reading the package document. */
export const ACTIVE_CLASS = '-epub-media-overlay-active'

/** The files of one chapter; names are ASCII whatever the book's title. */
export interface ChapterNames {
  stem: string
  page: string
  overlay: string
  audio: string
}

/** Names by place in the book, so that they sort as they are read. */
export function chapterNames(index: number, audioFile: string): ChapterNames {
  const stem = `chapter-${String(index + 1).padStart(4, '0')}`
  return { stem, page: `${stem}.xhtml`, overlay: `${stem}.smil`, audio: `audio/${stem}${extname(audioFile)}` }
}

/** The core media type of a chapter's sound by its file name; undefined for any other sound. */
export function audioType(name: string): string | undefined {
  const types: Record<string, string> = { '.m4a': 'audio/mp4', '.mp3': 'audio/mpeg' }
  return types[extname(name)]
}
