const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** What no line begins with, and what no line ends with. */
const NOT_FIRST =
  /^[\p{Pe}\p{Pf}\p{M}、。，．！？；：…‥・ー々ゝゞヽヾ〜～ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"'%)\],.!?:;—–-]/u
const NOT_LAST = /[\p{Ps}\p{Pi}]$/u

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const unspacedWords = new Intl.Segmenter('ja', { granularity: 'word' })

/** A part of a word, and whether a line may end behind it. */
export interface WordPart {
  text: string
  joinsNext: boolean
  mayBreak: boolean
}

/** Columns that a text takes on a screen: full-width characters and emoji take two, marks on a letter none. */
export function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let columns = 0
  for (const { segment } of graphemes.segment(text)) columns += WIDE.test(segment) ? 2 : 1
  return columns
}

/** True where the words of a script follow each other without blanks. */
export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text)
}

/** Parts a word where its script has no blanks, and anywhere when it is longer than a line. */
export function splitWord(word: string, maxColumns: number): WordPart[] {
  const mayBreak = isUnspaced(word)
  if (!mayBreak && columnsOf(word) <= maxColumns) return [{ text: word, joinsNext: false, mayBreak: true }]
  const parts = mayBreak ? unspacedParts(word) : [word]
  const texts = parts.flatMap((part) => fit(part, maxColumns))
  return texts.map((text, index) => ({ text, joinsNext: index < texts.length - 1, mayBreak }))
}

function unspacedParts(word: string): string[] {
  const parts: string[] = []
  for (const { segment } of unspacedWords.segment(word)) {
    const last = parts.at(-1)
    if (last !== undefined && (NOT_FIRST.test(segment) || NOT_LAST.test(last))) parts[parts.length - 1] = last + segment
    else parts.push(segment)
  }
  return parts
}

/** Pieces of at most a line, cut behind dashes and hyphens where there are some. */
function fit(part: string, maxColumns: number): string[] {
  if (columnsOf(part) <= maxColumns) return [part]
  const pieces: string[] = []
  let piece = ''
  for (const unit of part.split(/(?<=[—–-])(?![—–-])/u).flatMap((text) => unitsOf(text, maxColumns))) {
    if (piece !== '' && columnsOf(piece + unit) > maxColumns) {
      pieces.push(piece)
      piece = ''
    }
    piece += unit
  }
  return [...pieces, piece]
}

function unitsOf(text: string, maxColumns: number): string[] {
  if (columnsOf(text) <= maxColumns) return [text]
  return Array.from(graphemes.segment(text), ({ segment }) => segment)
}
