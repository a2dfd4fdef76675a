import type { ChapterLayout } from './lay-out-chapter.ts'
import { CHAPTER_ID, HEADING_ID } from './lay-out-chapter.ts'
import { pageLines } from './page.ts'
import { escapeXml } from './xml-text.ts'

/** A chapter's text, a line a paragraph; each fragment is an element with its id. */
export function chapterPage(
  layout: ChapterLayout,
  { title, language, hasParts }: { title: string; language: string; hasParts: boolean },
): Generator<string> {
  return pageLines({ title, language, bodyType: 'bodymatter', body: bodyLines(layout, hasParts) })
}

function* bodyLines(layout: ChapterLayout, hasParts: boolean): Generator<string> {
  const heading = headingOf(layout, hasParts)
  const label = heading === '' ? '' : ` aria-labelledby="${HEADING_ID}"`
  yield `<section id="${CHAPTER_ID}" epub:type="chapter" role="doc-chapter"${label}>`
  if (heading !== '') yield heading
  for (const [index, fragments] of layout.paragraphs.entries()) {
    const spans = fragments.map(({ id, text, hasBlankBefore }, place) => {
      const blank = place > 0 && hasBlankBefore ? ' ' : ''
      return `${blank}<span id="${id}">${escapeXml(text)}</span>`
    })
    yield `<p>${spans.join('')}</p>`
    if (layout.breaksAfter.has(index)) yield '<hr/>'
  }
  yield '</section>'
}

/** In a book of parts they stand above the chapters everywhere. */
function headingOf({ part, title }: ChapterLayout, hasParts: boolean): string {
  const id = ` id="${HEADING_ID}"`
  const level = hasParts ? 'h2' : 'h1'
  if (part === null) return title === null ? '' : `<${level}${id}>${escapeXml(title)}</${level}>`
  if (title === null) return `<h1${id}>${escapeXml(part)}</h1>`
  return `<header${id}><h1>${escapeXml(part)}</h1> <h2>${escapeXml(title)}</h2></header>`
}
