import type { Heading } from './headings.ts'

/** Least text between two titles that carry nothing but their looks. */
const MANY = 1500

/** Titles without number, tag or list: only capitals that part the text into pieces of some length. */
export function weakTitles(headings: readonly Heading[]): Heading[] {
  const members = headings.filter(({ isWeak, text }) => isWeak && !/\p{Ll}/u.test(text) && text.length >= 3)
  const long = members.filter((_, index) => textBehind(headings, members, index) >= MANY)
  return long.length >= 3 && long.length >= members.length * 0.5 ? long : []
}

function textBehind(headings: readonly Heading[], members: readonly Heading[], index: number): number {
  const from = members[index]
  const to = members[index + 1]?.at ?? Number.MAX_SAFE_INTEGER
  let text = 0
  for (const heading of headings) if (from !== undefined && heading.at >= from.at && heading.at < to) text += heading.gapText
  return text
}
