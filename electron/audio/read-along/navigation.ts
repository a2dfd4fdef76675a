import { NAMES } from './archive-names.ts'
import { inEnglish, pageLines } from './page.ts'
import type { ReadAlongBook } from './read-along.ts'
import { escapeXml } from './xml-text.ts'

/** A line of the table of contents. */
export interface ContentsEntry {
  title: string
  part: string | null
  page: string
}

/** The navigation document: the table of contents, chapters under their parts, and landmarks. */
export function navigation(
  book: ReadAlongBook,
  entries: readonly ContentsEntry[],
  hasCover: boolean,
): Generator<string> {
  return pageLines({
    title: book.title,
    language: book.language,
    bodyType: 'frontmatter',
    body: navigationLines(book, entries, hasCover),
  })
}

function* navigationLines(
  { language }: ReadAlongBook,
  entries: readonly ContentsEntry[],
  hasCover: boolean,
): Generator<string> {
  yield '<nav epub:type="toc" role="doc-toc" id="toc">'
  yield `<h1>${inEnglish('Contents', language)}</h1>`
  yield '<ol>'
  let part: string | null = null
  for (const entry of entries) {
    if (entry.part !== part) {
      if (part !== null) yield '</ol></li>'
      if (entry.part !== null) yield `<li>${link(entry.page, entry.part)}<ol>`
      part = entry.part
    }
    yield `<li>${link(entry.page, entry.title)}</li>`
  }
  if (part !== null) yield '</ol></li>'
  yield '</ol>'
  yield '</nav>'
  yield '<nav epub:type="landmarks" hidden="hidden">'
  yield `<h2>${inEnglish('Landmarks', language)}</h2>`
  yield '<ol>'
  if (hasCover) yield landmark('cover', NAMES.coverPage, inEnglish('Cover', language))
  yield landmark('titlepage', NAMES.titlePage, inEnglish('Title page', language))
  const first = entries[0]
  if (first !== undefined) yield landmark('bodymatter', first.page, inEnglish('Start of the text', language))
  yield '</ol>'
  yield '</nav>'
}

function link(page: string, text: string): string {
  return `<a href="${page}">${escapeXml(text)}</a>`
}

function landmark(type: string, page: string, label: string): string {
  return `<li><a epub:type="${type}" href="${page}">${label}</a></li>`
}
