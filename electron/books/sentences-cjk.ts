import type { SourceRange } from '#shared/models/book.ts'
import { endBefore, skipBlanks } from './sentences-blanks.ts'

const CJK_END = /[。！？｡!?]+([」』”’）】》〉〕)\]]*)/gu

/** What goes on with the same sentence: a pause mark, or behind a closing quote a Japanese particle (`「…。」と言った`). */
const PAUSE = /[、，,；;：:…—]/u
const PARTICLE = /[とっなのはがをにもへでや]/u

/** True where Chinese or Japanese full stops end the sentences, whatever language the book claims. */
export function hasCjkStops(paragraph: string): boolean {
  return /[。！？｡]/u.test(paragraph)
}

/** `splitSentences` for Chinese and Japanese: sentences end at 。！？ with the quotation marks that close behind them. */
export function splitCjkSentences(paragraph: string): SourceRange[] {
  const sentences: SourceRange[] = []
  let start = skipBlanks(paragraph, 0)
  for (const match of paragraph.matchAll(CJK_END)) {
    const end = match.index + match[0].length
    const next = paragraph.charAt(skipBlanks(paragraph, end))
    if (PAUSE.test(next) || (match[1] !== '' && PARTICLE.test(next))) continue
    sentences.push({ start, end })
    start = skipBlanks(paragraph, end)
  }
  const end = endBefore(paragraph, paragraph.length)
  if (start < end) sentences.push({ start, end })
  return sentences
}
