import type { Chapter } from '#shared/models/book.ts'

const ROMAN = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 } as const
const ROMAN_NUMBER = /^M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/
const NUMBERED =
  /(?<![\p{L}\p{N}])(chapter|book|part|volume|act|scene|letter|canto|stave|section|chapitre|livre|partie|kapitel|buch|teil|cap[ií]tulo|capitolo|libro|parte|hoofdstuk|deel)(\s+)([IVXLCDM]+)(?![\p{L}\p{N}])/giu

/**
 * A chapter's heading as a voice should read it, with Roman numbers as figures; null when there is none to announce.
 *
 * `previousPart` is the part of the chapter before: a new part is announced before its first chapter.
 */
export function spokenTitle(
  chapter: Pick<Chapter, 'title' | 'part' | 'hasInventedTitle'>,
  previousPart: string | null,
): string | null {
  const part = chapter.part !== null && chapter.part !== previousPart ? [chapter.part] : []
  const title = chapter.hasInventedTitle ? [] : [chapter.title]
  const lines = [...part, ...title].map(speakNumbers).filter((line) => line !== '')
  return lines.length === 0
    ? null
    : lines.map((line) => (/[.!?…。！？]["'”’»]?$/u.test(line) ? line : `${line}.`)).join(' ')
}

function speakNumbers(heading: string): string {
  const trimmed = heading.trim()
  const bare = /^([IVX]|[IVXLCDM]{2,})\.?(?=$|\s[-–—]|[.:]\s)/u.exec(trimmed)
  const number = bare?.[1]
  if (number !== undefined && ROMAN_NUMBER.test(number)) return `${romanValue(number)}${trimmed.slice(number.length)}`
  return trimmed.replace(NUMBERED, (whole, word: string, blank: string, roman: string) =>
    ROMAN_NUMBER.test(roman.toUpperCase()) ? `${word}${blank}${romanValue(roman.toUpperCase())}` : whole,
  )
}

function romanValue(roman: string): number {
  const values = Array.from(roman, (letter) => ROMAN[letter as keyof typeof ROMAN])
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0)
}
