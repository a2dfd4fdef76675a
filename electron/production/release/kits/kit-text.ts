/** A text that lies beside the sound of a release. */
export interface KitFile {
  /** Path in the release's folder, with `/`. */
  file: string
  text: string
}

/** How a book's voice came to be, in the words that the trade agreed on. */
export type VoiceKind = 'ai-voice' | 'authorized-replica' | 'human'

/** The sentence that says by whom a recording is read; null for a person, who needs none. */
export function voiceDisclosure(narrator: string, voice: VoiceKind): string | null {
  if (voice === 'human') return null
  const kind = voice === 'ai-voice' ? 'an AI voice' : 'an authorized voice replica'
  const name = narrator.trim()
  return `This audiobook is narrated by ${name === '' ? '' : `${name}, `}${kind}: the speech is synthetic.`
}

/** Descriptions of catalogues name their source, whose name is a trademark: such sentences are left out. */
export function withoutTrademark(text: string): string {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .filter((sentence) => !/gutenberg/i.test(sentence))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}

const CHARACTERS = new Intl.Segmenter()

/** At most so many characters, cut behind a word and never within a letter; `…` stands for the rest. */
export function cutAtWord(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text
  let kept = ''
  for (const { segment } of CHARACTERS.segment(text.slice(0, mostCharacters + 20))) {
    if (kept.length + segment.length > mostCharacters - 1) break
    kept += segment
  }
  const atWord = kept.replace(/\s+\S*$/u, '')
  const isLong = atWord.length >= mostCharacters / 2
  return `${(isLong ? atWord : kept).replace(/[\s,;:.–—-]+$/u, '')}…`
}

/** Text as XML takes it: without the characters that XML forbids. */
export function xmlText(text: string): string {
  const allowed = text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
  return allowed.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

/** `<name attribute="…">text</name>`; without a text it closes itself. */
export function xmlElement(
  name: string,
  text: string | null,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(value)}"`)
  const start = `<${name}${written.join('')}`
  return text === null ? `${start}/>` : `${start}>${xmlText(text)}</${name}>`
}
