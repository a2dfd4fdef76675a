import { NAMES } from './archive-names.ts'
import { inEnglish, pageLines } from './page.ts'
import type { ReadAlongBook } from './read-along.ts'
import { escapeXml } from './xml-text.ts'

/** The page that shows the cover. */
export function coverPage({ title, author, language }: ReadAlongBook): Generator<string> {
  const by = author === '' ? '' : `, ${escapeXml(author)}`
  return pageLines({
    title,
    language,
    bodyType: 'cover',
    body: [
      `<section epub:type="cover" class="cover"><img role="doc-cover" src="${NAMES.cover}" alt="${escapeXml(title)}${by}"/></section>`,
    ],
  })
}

/** Title, author, and who reads. */
export function titlePage({ title, author, narrator, language }: ReadAlongBook): Generator<string> {
  const body = [
    '<section epub:type="titlepage" class="title-page">',
    `<h1>${escapeXml(title)}</h1>`,
    ...(author === '' ? [] : [`<p>${escapeXml(author)}</p>`]),
    `<p>${inEnglish('Read by', language)} ${escapeXml(narrator)}</p>`,
    `<p>${inEnglish('Narrated by a synthetic voice', language)}</p>`,
    '</section>',
  ]
  return pageLines({ title, language, bodyType: 'frontmatter', body })
}
