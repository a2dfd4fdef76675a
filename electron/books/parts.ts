import { classesOf } from './heading-classes.ts'
import { UNIT_RANKS } from './heading-label.ts'
import type { Heading } from './headings.ts'
import type { HeadingRole } from './series.ts'

/** A book, part or act that holds chapters has hardly any text of its own before a bare number. */
const BARE_REACH = 400

/** Wider units whose members are mostly followed by a narrower one at once. */
export function findParts(open: readonly Heading[]): Set<Heading> {
  const parts = new Set<Heading>()
  const place = new Map(open.map((heading, index) => [heading, index]))
  for (const members of classesOf(open).values()) {
    const rank = members[0]?.label?.rank ?? 6
    if (holdsTitles(members, open, place)) for (const member of members) parts.add(member)
    if (rank === UNIT_RANKS.chapter) continue
    if (rank === 6 && !isOuter(members, open)) continue
    const holds = members.filter((member) => {
      const next = nextLabelled(open, (place.get(member) ?? 0) + 1)
      if (next === null) return false
      const isNarrower = (next.label?.rank ?? 0) > rank || (rank === 6 && next.label?.form !== member.label?.form)
      return isNarrower && member.reach < (next.label?.word === '' ? BARE_REACH : BARE_REACH * 10)
    })
    if (holds.length > members.length * 0.5) for (const member of members) parts.add(member)
  }
  return parts
}

/** Units that are mostly followed at once by the first of many chapters without numbers. */
function holdsTitles(
  members: readonly Heading[],
  open: readonly Heading[],
  place: ReadonlyMap<Heading, number>,
): boolean {
  const isWide = (members[0]?.label?.rank ?? 6) < UNIT_RANKS.chapter
  const isTitle = (heading: Heading | undefined): boolean =>
    heading?.label === null && heading.meaning === null && (heading.isListed || (isWide && heading.level > 0))
  const level = (members[0]?.level ?? 0) || 9
  const followed = members.filter((member) => member.reach < 60 && isTitle(open[(place.get(member) ?? 0) + 1]))
  if (members.length < 2 || followed.length < Math.max(2, members.length * 0.25)) return false
  const levels = new Set(followed.map((member) => open[(place.get(member) ?? 0) + 1]?.level))
  const titles = open.filter(
    (heading) => isTitle(heading) && levels.has(heading.level) && heading.level <= level + 2 && heading.reach > 0,
  )
  return titles.length >= members.length * 2
}

/** A bare number is a part only if no text follows any of its kind. */
function isOuter(members: readonly Heading[], open: readonly Heading[]): boolean {
  return members.length >= 2 && open.length > members.length * 2 && members.every(({ span }) => span < 100)
}

function nextLabelled(open: readonly Heading[], from: number): Heading | null {
  for (let at = from; at < Math.min(from + 4, open.length); at++) {
    const heading = open[at]
    if (heading === undefined) return null
    if (heading.label !== null) return heading
    if (heading.reach > BARE_REACH * 5) return null
  }
  return null
}

/** Titles right above a first chapter, where the numbers begin anew: plays of a collection, epilogues with chapters. */
export function findOuterParts(
  headings: readonly Heading[],
  chapters: readonly Heading[],
  roles: ReadonlyMap<Heading, HeadingRole>,
): Heading[] {
  const place = new Map(headings.map((heading, index) => [heading, index]))
  const above = (chapter: Heading, mayBeWeak = false): Heading | null => {
    const index = place.get(chapter) ?? 0
    for (let at = index - 1; at >= Math.max(0, index - 6); at--) {
      const heading = headings[at]
      if (heading === undefined || heading.reach > 60 || roles.get(heading) === 'chapter') return null
      if (!roles.has(heading) && (!heading.isWeak || (mayBeWeak && heading.gap >= 2))) return heading
    }
    return null
  }
  const [first, ...others] = chapters.filter(({ label }) => label?.value === 1)
  const outer = others.map((chapter) => above(chapter)).filter((heading) => heading !== null)
  const firstOuter = first === undefined ? null : above(first)
  if (first !== undefined && firstOuter === null && outer.length === 0 && others.length > 0) {
    // Titles that only their looks tell are parts when none of the first chapters is without one.
    const weak = [first, ...others].map((chapter) => above(chapter, true)).filter((heading) => heading !== null)
    return weak.length > others.length ? weak : []
  }
  return firstOuter !== null &&
    outer.some(({ level, isListed }) => level === firstOuter.level && isListed === firstOuter.isListed)
    ? [firstOuter, ...outer]
    : outer
}
