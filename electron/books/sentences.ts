import type { SourceRange } from '#shared/models/book.ts'
import { type SentenceRules, primaryLanguage, sentenceRules } from './sentence-rules.ts'
import { endBefore, skipBlanks } from './sentences-blanks.ts'
import { hasCjkStops, splitCjkSentences } from './sentences-cjk.ts'
import { nextSentenceAt } from './sentences-end.ts'

/** Longer paragraphs are segmented in windows: on Node 18 and 20 each segment keeps the whole input alive. */
const WINDOW_CHARACTERS = 8_000

/** An end mark, what may close behind it, a blank, and something more: without it a paragraph is one sentence. */
const INNER_END = /[\p{STerm}.…][^\s\p{L}\p{N}]*\s+\S|[.!?…]["”’»“)\]]*["“„«(]/u

/** Ends that the Unicode rules do not know: an ellipsis, and an end before the dash of the next speaker. */
const EXTRA_END = /…[”’"'»“)\]]*\s+(?=[\p{Lu}“„"«»¿¡(—–―])|[.!?…][”’"'»“)\]]*\s+(?=[—–―]\s*[\p{Lu}“„"«¿¡])/gu

interface Language {
  segmenter: Intl.Segmenter
  rules: SentenceRules
}

const languages = new Map<string, Language>()

/**
 * The sentences of one paragraph in order, without the white space between them; nothing else is left out.
 *
 * Titles, initials, amounts and speech tags stay in their sentence, closing quotation marks with what they close.
 * @param language BCP 47; an unknown one gets careful defaults.
 */
export function splitSentences(paragraph: string, language: string): SourceRange[] {
  if (hasCjkStops(paragraph)) return splitCjkSentences(paragraph)
  const sentences: SourceRange[] = []
  let start = skipBlanks(paragraph, 0)
  if (INNER_END.test(paragraph)) {
    const { segmenter, rules } = languageFor(primaryLanguage(language))
    for (const candidate of candidateCuts(paragraph, segmenter)) {
      const cut = nextSentenceAt(paragraph, start, candidate, rules)
      if (cut === null || cut <= start) continue
      sentences.push({ start, end: endBefore(paragraph, cut) })
      start = skipBlanks(paragraph, cut)
    }
  }
  const end = endBefore(paragraph, paragraph.length)
  if (start < end) sentences.push({ start, end })
  return sentences
}

/** Rising positions where a sentence may begin. */
function candidateCuts(paragraph: string, segmenter: Intl.Segmenter): number[] {
  const cuts: number[] = []
  let from = 0
  while (from < paragraph.length) {
    const to = Math.min(from + WINDOW_CHARACTERS, paragraph.length)
    let last = from
    for (const segment of segmenter.segment(
      from === 0 && to === paragraph.length ? paragraph : paragraph.slice(from, to),
    )) {
      last = from + segment.index
      if (last > from) cuts.push(last)
    }
    // The last segment of a window may go on behind it: begin there again, unless the window had no other.
    from = to === paragraph.length || last === from ? to : last
  }
  if (!/[…—–―]/.test(paragraph)) return cuts
  const known = new Set(cuts)
  for (const match of paragraph.matchAll(EXTRA_END)) known.add(match.index + match[0].length)
  return known.size === cuts.length ? cuts : [...known].sort((a, b) => a - b)
}

function languageFor(primary: string): Language {
  let language = languages.get(primary)
  if (language === undefined) {
    language = { segmenter: newSegmenter(primary), rules: sentenceRules(primary) }
    languages.set(primary, language)
  }
  return language
}

/** A book may name a language that no one knows; its sentences still end. */
function newSegmenter(primary: string): Intl.Segmenter {
  const isTag = /^[a-z]{2,8}$/.test(primary)
  return new Intl.Segmenter(isTag ? primary : 'en', { granularity: 'sentence' })
}
