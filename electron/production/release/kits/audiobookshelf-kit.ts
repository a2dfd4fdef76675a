import type { BookTags } from '#electron/audio/book-tags.ts'
import { safeFileName } from '#electron/library/safe-file-name.ts'
import type { KitChapter } from './chapter-list.ts'
import { voiceDisclosure, withoutTrademark, xmlElement, type KitFile, type VoiceKind } from './kit-text.ts'

/** A book as Audiobookshelf shelves it. */
export interface AudiobookshelfBook {
  tags: BookTags
  genre: string | null
  voice: VoiceKind
  /** In the time of all files one after the other. */
  chapters: readonly KitChapter[]
}

/** `Author/1813 - Title {Narrator}`: Audiobookshelf reads author, year, title and narrator from the folders. */
export function audiobookshelfFolder({ author, title, narrator, year }: BookTags): string {
  const braced = narrator.replace(/[{}]/g, '').trim()
  const book = [year === null ? '' : `${year} - `, title, braced === '' ? '' : ` {${braced}}`].join('')
  return `${safeFileName(author || 'Unknown author')}/${safeFileName(book)}`
}

/** What Audiobookshelf reads beside the sound: its own JSON, an OPF, and the plain texts of description and narrator. */
export function audiobookshelfFiles(book: AudiobookshelfBook): KitFile[] {
  const { tags, voice } = book
  const disclosure = voiceDisclosure(tags.narrator, voice)
  const description = [withoutTrademark(tags.description ?? ''), disclosure].filter(Boolean).join('\n\n')
  return [
    { file: 'metadata.json', text: `${JSON.stringify(metadata(book, description), null, 2)}\n` },
    { file: 'metadata.opf', text: opf(book, description) },
    ...(description === '' ? [] : [{ file: 'desc.txt', text: `${description}\n` }]),
    ...(tags.narrator === '' ? [] : [{ file: 'reader.txt', text: `${tags.narrator}\n` }]),
  ]
}

/** Keys and types as Audiobookshelf 2 writes them itself. */
function metadata({ tags, genre, voice, chapters }: AudiobookshelfBook, description: string): object {
  const seconds = (ms: number): number => Math.round(ms) / 1000
  return {
    tags: voice === 'human' ? [] : ['AI voice'],
    chapters: chapters.map(({ title, startMs, endMs }, id) => ({
      ...{ id, start: seconds(startMs), end: seconds(endMs), title },
    })),
    title: tags.title,
    subtitle: null,
    authors: tags.author === '' ? [] : [tags.author],
    narrators: tags.narrator === '' ? [] : [tags.narrator],
    series: [],
    genres: genre === null ? [] : [genre],
    publishedYear: tags.year === null ? null : String(tags.year),
    publishedDate: null,
    publisher: null,
    description: description || null,
    isbn: null,
    asin: null,
    language: tags.language,
    explicit: false,
    abridged: false,
  }
}

function opf({ tags, genre }: AudiobookshelfBook, description: string): string {
  const optional = (name: string, text: string | null, attributes = {}): string[] =>
    text === null || text === '' ? [] : [xmlElement(name, text, attributes)]
  const entries = [
    xmlElement('dc:title', tags.title),
    ...optional('dc:creator', tags.author, { 'opf:role': 'aut' }),
    ...optional('dc:creator', tags.narrator, { 'opf:role': 'nrt' }),
    ...optional('dc:language', tags.language),
    ...optional('dc:date', tags.year === null ? null : String(tags.year)),
    ...optional('dc:description', description),
    ...optional('dc:subject', genre),
  ]
  const namespaces = { 'xmlns:dc': 'http://purl.org/dc/elements/1.1/', 'xmlns:opf': 'http://www.idpf.org/2007/opf' }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<package xmlns="http://www.idpf.org/2007/opf" version="2.0">',
    `  ${xmlElement('metadata', null, namespaces).replace(/\/>$/, '>')}`,
    ...entries.map((entry) => `    ${entry}`),
    '  </metadata>',
    '</package>',
    '',
  ].join('\n')
}
