import type { TimedSentence } from '../timeline.ts'
import { breather } from './breather.ts'
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
export async function checkWords(
  document: XmlDocument,
  found: { path: string; ids: PageIds; clips: readonly Clip[] },
  chapter: ReadAlongChapter,
  faults: string[],
): Promise<void> {
  const { path, ids } = found
  const heading = headingIn(document, ids)
  if (!headingsOf(chapter).includes(heading)) faults.push(`the heading of ${path} is "${heading}"`)
  const sentences = chapter.sentences.filter(({ role, text }) => role === 'text' && plainText(text) !== '')
  const fragments = [...ids.elements].filter(([, { name }]) => name === 'span')
  if (fragments.length !== sentences.length) {
    faults.push(`${path} has ${fragments.length} sentences in place of ${sentences.length}`)
  }
  const clips = new Map(found.clips.map((clip) => [clip.fragmentId, clip]))
  const breathe = breather()
  let expected = heading
  for (const [index, sentence] of sentences.entries()) {
    const [id, element] = fragments[index] ?? []
    const text = plainText(sentence.text)
    const isJoined = index > 0 && sentences[index - 1]?.joinsNext === true && !endsParagraph(sentences[index - 1])
    expected += isJoined ? text : ` ${text}`
    if (id !== undefined && element !== undefined) {
      if (textIn(document, element) !== text) faults.push(`"${id}" in ${path} is another sentence`)
      checkClip(`"${id}" in ${path}`, clips.get(id), sentence, faults)
    }
    if (index % 500 === 0) await breathe()
  }
  const body = document.elements.find(({ name }) => name === 'body')
  compareWords(path, body === undefined ? '' : textIn(document, body), plainText(expected), faults)
}

function headingIn(document: XmlDocument, { elements }: PageIds): string {
  const heading = elements.get(HEADING_ID)
  return heading === undefined ? '' : textIn(document, heading)
}

function headingsOf({ title, part, hasInventedTitle }: ReadAlongChapter): string[] {
  const withPart = plainText(`${part ?? ''} ${title}`)
  return [plainText(title), withPart, ...(hasInventedTitle ? ['', plainText(part ?? '')] : [])]
}

function endsParagraph(sentence: TimedSentence | undefined): boolean {
  return sentence?.endsParagraph === true || sentence?.endsGroup === true
}

function checkClip(name: string, clip: Clip | undefined, { startMs, endMs }: TimedSentence, faults: string[]): void {
  if (clip === undefined) {
    if (endMs - startMs > TOLERANCE_MS) faults.push(`${name} has no clip`)
  } else if (Math.abs(clip.beginMs - startMs) > TOLERANCE_MS) {
    faults.push(`the clip of ${name} begins at ${clip.beginMs} ms in place of ${startMs}`)
  }
}

function compareWords(path: string, found: string, expected: string, faults: string[]): void {
  if (found === expected) return
  const [words, expectedWords] = [found.split(/\s+/), expected.split(/\s+/)]
  const wrong = expectedWords.findIndex((word, index) => words[index] !== word)
  const more = words[expectedWords.length] ?? ''
  if (wrong >= 0) faults.push(`${path} has "${words[wrong] ?? ''}" in place of "${expectedWords[wrong] ?? ''}"`)
  else if (more !== '') faults.push(`${path} has more than the chapter: "${more}"`)
}
