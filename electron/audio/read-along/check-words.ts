import type { PageIds } from './check-page.ts'
import { HEADING_ID } from './lay-out-chapter.ts'
import type { Clip } from './lay-out-chapter.ts'
import type { ReadAlongChapter } from './read-along.ts'
import { textIn } from './read-xml.ts'
import type { XmlDocument } from './read-xml.ts'
import { plainText } from './xml-text.ts'

/** A sentence this long has a clip, and its clip begins this close to it. */
const TOLERANCE_MS = 2

/** Compares a page with its chapter: every word, in order and parted alike, every sentence a fragment, and its time. */
export function checkWords(
  document: XmlDocument,
  found: { path: string; ids: PageIds; clips: readonly Clip[] },
  chapter: ReadAlongChapter,
  faults: string[],
): void {
  const { path, ids } = found
  const heading = ids.elements.get(HEADING_ID)
  const [title, part] = [plainText(chapter.title), plainText(chapter.part ?? '')]
  const headings = [title, plainText(`${part} ${title}`), ...(chapter.hasInventedTitle ? ['', part] : [])]
  const shown = heading === undefined ? '' : textIn(document, heading)
  if (!headings.includes(shown)) faults.push(`the heading of ${path} is "${shown}"`)

  const body = document.elements.find(({ name }) => name === 'body')
  const words = wordsOf(body === undefined ? '' : textIn(document, body)).slice(wordsOf(shown).length)
  const expected = wordsOf(expectedText(chapter))
  const wrong = expected.findIndex((word, index) => words[index] !== word)
  if (wrong >= 0) faults.push(`${path} has "${words[wrong] ?? ''}" in place of "${expected[wrong] ?? ''}"`)
  else if (words.length > expected.length)
    faults.push(`${path} has more than the chapter: "${words[expected.length] ?? ''}"`)

  const sentences = chapter.sentences.filter(({ role, text }) => role === 'text' && plainText(text) !== '')
  const fragments = [...ids.elements].filter(([, { name }]) => name === 'span')
  if (fragments.length !== sentences.length) {
    faults.push(`${path} has ${fragments.length} sentences in place of ${sentences.length}`)
  }
  const clips = new Map(found.clips.map((clip) => [clip.fragmentId, clip]))
  for (const [index, [id, element]] of fragments.entries()) {
    const sentence = sentences[index]
    if (sentence === undefined) break
    const clip = clips.get(id)
    if (textIn(document, element) !== plainText(sentence.text)) faults.push(`"${id}" in ${path} is another sentence`)
    if (clip === undefined && sentence.endMs - sentence.startMs > TOLERANCE_MS)
      faults.push(`"${id}" in ${path} has no clip`)
    if (clip !== undefined && Math.abs(clip.beginMs - sentence.startMs) > TOLERANCE_MS) {
      faults.push(`the clip of "${id}" in ${path} begins at ${clip.beginMs} ms in place of ${sentence.startMs}`)
    }
  }
}

function expectedText({ sentences }: ReadAlongChapter): string {
  return sentences
    .filter(({ role }) => role === 'text')
    .map(({ text, joinsNext, endsParagraph, endsGroup }) =>
      joinsNext && !endsParagraph && !endsGroup ? plainText(text) : `${plainText(text)} `,
    )
    .join('')
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
