import type { Heading } from './headings.ts'

/** Sections of a dictionary: at least this many letters. */
const FEW_LETTERS = 8

/** Single letters that run through the alphabet are letters, also those that could be roman numbers. */
export function readLetterHeadings(headings: readonly Heading[]): void {
  const single = headings.filter(({ text }) => /^\p{Lu}[.\s]*$/u.test(text))
  const letters = new Set(single.map(({ text }) => text.charAt(0)))
  // Roman numbers alone have seven letters.
  if (letters.size < FEW_LETTERS || ![...letters].some((letter) => !'IVXLCDM'.includes(letter))) return
  for (const heading of single) {
    const letter = heading.text.charAt(0)
    heading.label = { word: '', rank: 6, value: letter.charCodeAt(0) - 64, form: 'letter', title: '', isParted: false }
    heading.isWeak = false
  }
}
