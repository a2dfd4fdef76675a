import { ACTIVE_CLASS, audioType, NAMES } from './archive-names.ts'
import type { ChapterNames } from './archive-names.ts'
import { clockValue } from './clock-value.ts'
import { readingDirection } from './page.ts'
import type { ReadAlongBook } from './read-along.ts'
import { escapeXml } from './xml-text.ts'

/** A chapter as the package lists it. */
export interface PackagedChapter {
  names: ChapterNames
  /** 0 for a chapter that has no sound: it gets no overlay. */
  durationMs: number
}

/** The package document: facts, the list of files, the reading order. */
export function* packageDocument(
  book: ReadAlongBook,
  chapters: readonly PackagedChapter[],
  hasCover: boolean,
): Generator<string> {
  const language = escapeXml(book.language)
  const direction = readingDirection(book.language)
  yield '<?xml version="1.0" encoding="UTF-8"?>'
  yield `<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="${language}" dir="${direction}">`
  yield '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
  yield* bookFacts(book)
  if (hasCover) yield '<meta name="cover" content="cover-image"/>'
  yield* overlayFacts(book, chapters)
  yield* accessibilityFacts()
  yield '</metadata>'
  yield '<manifest>'
  yield item('nav', NAMES.navigation, 'application/xhtml+xml', 'properties="nav"')
  yield item('style', NAMES.stylesheet, 'text/css')
  if (hasCover) yield item('cover-image', NAMES.cover, 'image/jpeg', 'properties="cover-image"')
  if (hasCover) yield item('cover', NAMES.coverPage, 'application/xhtml+xml')
  yield item('title', NAMES.titlePage, 'application/xhtml+xml')
  for (const { names, durationMs } of chapters) {
    const overlay = durationMs > 0 ? `media-overlay="${overlayId(names)}"` : ''
    yield item(names.stem, names.page, 'application/xhtml+xml', overlay)
    if (durationMs === 0) continue
    yield item(overlayId(names), names.overlay, 'application/smil+xml')
    yield item(`${names.stem}-audio`, names.audio, audioType(names.audio) ?? '')
  }
  yield '</manifest>'
  yield `<spine page-progression-direction="${direction}">`
  if (hasCover) yield '<itemref idref="cover"/>'
  yield '<itemref idref="title"/>'
  for (const { names } of chapters) yield `<itemref idref="${names.stem}"/>`
  yield '</spine>'
  yield '</package>'
}

function* bookFacts(book: ReadAlongBook): Generator<string> {
  yield `<dc:identifier id="book-id">${escapeXml(book.identifier)}</dc:identifier>`
  yield `<dc:title id="book-title">${escapeXml(book.title)}</dc:title>`
  yield `<dc:language>${escapeXml(book.language)}</dc:language>`
  if (escapeXml(book.author) !== '') yield* person('creator', 'author', book.author, 'aut')
  yield* person('contributor', 'narrator', book.narrator, 'nrt')
  // The form of dates knows years of four digits only.
  if (book.year !== null && book.year > 0 && book.year <= 9999) {
    yield `<dc:date>${String(book.year).padStart(4, '0')}</dc:date>`
  }
  if (book.description !== null) yield* optional('dc:description', book.description)
  if (book.source !== null) yield* optional('dc:source', book.source)
  yield meta('dcterms:modified', `${book.modifiedAt.toISOString().slice(0, 19)}Z`)
}

function* overlayFacts(book: ReadAlongBook, chapters: readonly PackagedChapter[]): Generator<string> {
  let totalMs = 0
  for (const { names, durationMs } of chapters) {
    totalMs += durationMs
    if (durationMs > 0) yield meta('media:duration', clockValue(durationMs), `#${overlayId(names)}`)
  }
  yield meta('media:duration', clockValue(totalMs))
  yield meta('media:narrator', book.narrator)
  yield meta('media:active-class', ACTIVE_CLASS)
}

/** Facts of schema.org that bookshops and libraries show to readers who need them. */
function* accessibilityFacts(): Generator<string> {
  for (const mode of ['textual', 'auditory']) {
    yield meta('schema:accessMode', mode)
    yield meta('schema:accessModeSufficient', mode)
  }
  for (const feature of ['synchronizedAudioText', 'tableOfContents', 'readingOrder', 'structuralNavigation']) {
    yield meta('schema:accessibilityFeature', feature)
  }
  yield meta('schema:accessibilityHazard', 'none')
  const summary =
    'The whole text is narrated by a synthetic voice, and each sentence is highlighted while it is spoken.'
  yield `<meta property="schema:accessibilitySummary" xml:lang="en">${summary}</meta>`
}

function* person(element: string, id: string, name: string, role: string): Generator<string> {
  yield `<dc:${element} id="${id}">${escapeXml(name)}</dc:${element}>`
  yield `<meta refines="#${id}" property="role" scheme="marc:relators">${role}</meta>`
}

function* optional(element: string, text: string): Generator<string> {
  const escaped = escapeXml(text)
  if (escaped !== '') yield `<${element}>${escaped}</${element}>`
}

function meta(property: string, text: string, refines?: string): string {
  const about = refines === undefined ? '' : ` refines="${refines}"`
  return `<meta property="${property}"${about}>${escapeXml(text)}</meta>`
}

function item(id: string, href: string, type: string, more = ''): string {
  return `<item id="${id}" href="${href}" media-type="${type}"${more === '' ? '' : ` ${more}`}/>`
}

function overlayId({ stem }: ChapterNames): string {
  return `${stem}-overlay`
}
