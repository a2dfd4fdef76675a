import type { Heading } from './headings.ts'

/** Least text, in characters, that makes a heading's own section. */
const FEW = 200

/** The widest heading level that parts most of the text into two or more pieces. */
export function bestLevel(rest: readonly Heading[]): Heading[] | null {
  const total = rest.reduce((sum, { reach }) => sum + reach, 0)
  for (let level = 1; level <= 6; level++) {
    const reaches = reachesAtLevel(rest, level)
    const members = [...reaches].filter(([heading, reach]) => reach >= FEW && (heading.meaning?.skip ?? null) === null)
    const covered = members.reduce((sum, [, reach]) => sum + reach, 0)
    if (members.length >= 2 && covered >= total * 0.6 && isEven(members.map(([, reach]) => reach))) {
      return members.filter(([{ meaning }]) => meaning === null).map(([heading]) => heading)
    }
  }
  return null
}

/** One piece with nearly everything and some crumbs are not chapters. */
function isEven(reaches: readonly number[]): boolean {
  const total = reaches.reduce((sum, reach) => sum + reach, 0)
  return Math.max(...reaches) < total * (reaches.length === 2 ? 0.9 : 0.8)
}

/** Text of each heading of a level, up to the next one of the same or a wider level. */
function reachesAtLevel(rest: readonly Heading[], level: number): Map<Heading, number> {
  const reaches = new Map<Heading, number>()
  let open: Heading | null = null
  for (const heading of rest) {
    if (heading.level > 0 && heading.level <= level) open = heading.level === level ? heading : null
    if (open !== null) reaches.set(open, (reaches.get(open) ?? 0) + heading.reach)
  }
  return reaches
}
