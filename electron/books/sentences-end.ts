import type { SentenceRules } from './sentence-rules.ts'
import { endBefore, isBlank, skipBlanks } from './sentences-blanks.ts'

const CLOSING = '"”’\'»“«›‹)]}_*'
const CLOSING_ALONE = '"”\'’»›)]}'
const OPENING_OUTWARD = '“‘„‚«‹([{¿¡'
const OPENING_INWARD = '„‚»›([{¿¡'
const EMPHASIS = '_*'
const BREAKS_WORD = '"“”„«»‹›([{—–―_*,;:!?…/'

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/gu
const INITIAL = /^\p{Lu}$/u
const DOTTED = /^(?:\p{L}{1,2}\.-?)+\p{L}{1,3}$/u
const ROMAN = /^[IVXLCDM]{2,}$/
const AMOUNT = /^\d{1,3}[a-z]{0,2}$/
const LABEL = /^(?:\d{1,3}[a-z]?|[IVXLC]+)$/
const ORDINAL = /^(?:\d{1,2}|[IVXL]{2,})$/

/**
 * Where the next sentence begins, when one that began at `start` ends around `candidate`; null when it goes on.
 *
 * The answer lies behind closing and before opening quotation marks, whichever side of the candidate they are on.
 */
export function nextSentenceAt(text: string, start: number, candidate: number, rules: SentenceRules): number | null {
  const cut = settleQuotes(text, candidate, rules)
  LETTER_OR_DIGIT.lastIndex = cut
  const next = LETTER_OR_DIGIT.exec(text)
  if (next === null || isLowerCase(next[0])) return null

  const end = endBefore(text, cut)
  let mark = end
  while (mark > start && CLOSING.includes(text.charAt(mark - 1))) mark--
  mark = endBefore(text, mark)
  if (mark < end) return isSpeechTag(text, cut, rules) ? null : cut

  const isSingleStop = text.charAt(end - 1) === '.' && text.charAt(end - 2) !== '.'
  return isSingleStop && isShortening(text, start, end - 1, next.index, rules) ? null : cut
}

function settleQuotes(text: string, candidate: number, rules: SentenceRules): number {
  const opening = rules.hasInwardQuotes === true ? OPENING_INWARD : OPENING_OUTWARD
  let cut = candidate
  if (cut > 0 && !isBlank(text.charCodeAt(cut - 1))) {
    while (cut > 0 && opening.includes(text.charAt(cut - 1))) cut--
    if (cut < candidate) return cut
    while (EMPHASIS.includes(text.charAt(cut)) && cut < text.length) cut++
    return skipBlanks(text, cut)
  }
  while (isClosingAlone(text, cut)) cut = skipBlanks(text, cut + 1)
  return cut
}

/** A closing mark with a blank before it, as French sets it: it is followed by a blank or a pause mark. */
function isClosingAlone(text: string, at: number): boolean {
  if (at >= text.length || !CLOSING_ALONE.includes(text.charAt(at))) return false
  const after = text.charAt(at + 1)
  return after === '' || isBlank(after.charCodeAt(0)) || ',.;:!?—–'.includes(after)
}

function isSpeechTag(text: string, cut: number, rules: SentenceRules): boolean {
  if (rules.speechTag === undefined) return false
  rules.speechTag.lastIndex = cut
  return rules.speechTag.test(text)
}

/** True when the full stop at `stop` belongs to the word before it. */
function isShortening(text: string, start: number, stop: number, next: number, rules: SentenceRules): boolean {
  const wordStart = wordStartBefore(text, start, stop)
  const word = text.slice(wordStart, stop)
  if (word === '') return false
  if (isIn(rules.leading, word)) return true

  const nextWord = wordAt(text, next)
  const isNextInitial = nextWord.length === 1 && text.charAt(next + 1) === '.'
  const opensSentence = !isNextInitial && rules.starters.has(nextWord)
  const isNextNumber = /\d/.test(text.charAt(next)) || ROMAN.test(nextWord)
  const isLabel = wordStart === start && LABEL.test(word)

  if (isLabel) return true
  if (isNextNumber && (isIn(rules.beforeNumber, word) || AMOUNT.test(word))) return true
  const before = endBefore(text, wordStart)
  if (rules.hasOrdinalStops === true && ORDINAL.test(word)) {
    return !opensSentence && !rules.beforeNumber.has(text.slice(wordStartBefore(text, start, before - 1), before - 1))
  }
  if (INITIAL.test(word)) {
    if (rules.numbered.has(text.slice(wordStartBefore(text, start, before), before))) return false
    if (word === rules.pronoun) return isNextInitial || isInitialBefore(text, start, before)
    return !opensSentence
  }
  return DOTTED.test(word) && !isLowerCase(word.charAt(0)) && !opensSentence
}

function isInitialBefore(text: string, start: number, end: number): boolean {
  if (text.charAt(end - 1) !== '.') return false
  return INITIAL.test(text.slice(wordStartBefore(text, start, end - 1), end - 1))
}

/** Shortenings in capitals (`MR.` in a heading) count like the others. */
function isIn(shortenings: ReadonlySet<string>, word: string): boolean {
  if (shortenings.has(word)) return true
  return word.length > 1 && word === word.toUpperCase() && shortenings.has(word.charAt(0) + word.slice(1).toLowerCase())
}

function wordStartBefore(text: string, start: number, end: number): number {
  let at = end
  while (at > start && !isBlank(text.charCodeAt(at - 1)) && !BREAKS_WORD.includes(text.charAt(at - 1))) at--
  return at
}

function wordAt(text: string, start: number): string {
  let end = start
  while (end < text.length && /\p{L}/u.test(text.charAt(end))) end++
  return text.slice(start, end)
}

function isLowerCase(character: string): boolean {
  return character !== character.toUpperCase() && character === character.toLowerCase()
}
