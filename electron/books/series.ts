import { UNIT_RANKS } from './heading-label.ts'
import type { Heading } from './headings.ts'

/** What a heading is in the book's structure. */
export type HeadingRole = 'chapter' | 'part' | 'section' | 'inner'

/** Least text, in characters, that makes a heading's own section. */
const FEW = 200

/** A book, part or act that holds chapters has hardly any text of its own. */
const BARE_REACH = 400

/** Decides which headings are chapters, which are the parts that hold them, and which stand inside chapters. */
export function assignRoles(headings: readonly Heading[]): Map<Heading, HeadingRole> {
  const strong = headings.filter((heading) => !heading.isWeak && heading.meaning?.kind !== null || heading.isListed)
  const roles = new Map<Heading, HeadingRole>()
  dropListings(headings, roles)
  const open = strong.filter((heading) => !roles.has(heading))
  const parts = findParts(open)
  for (const part of parts) roles.set(part, 'part')
  const rest = open.filter((heading) => !parts.has(heading))
  const chapters = chooseChapters(rest, headings.filter((heading) => !roles.has(heading)))
  for (const chapter of chapters) roles.set(chapter, 'chapter')
  assignRest(headings, chapters, roles)
  return roles
}

/** Numbered headings in a row without text between them are a list, not chapters. */
function dropListings(headings: readonly Heading[], roles: Map<Heading, HeadingRole>): void {
  const numbered = headings.filter(({ label }) => label !== null)
  let run: Heading[] = []
  const close = (): void => {
    if (run.length >= 4) for (const heading of run) roles.set(heading, 'inner')
    run = []
  }
  for (const heading of numbered) {
    const last = run.at(-1)
    if (last !== undefined && (heading.label?.word !== last.label?.word || heading.label?.form !== last.label?.form)) close()
    run.push(heading)
    if (heading.reach > 60) {
      run.pop()
      close()
    }
  }
  close()
}

/** Wider units whose members are mostly followed by a narrower one at once. */
function findParts(strong: readonly Heading[]): Set<Heading> {
  const parts = new Set<Heading>()
  for (const members of classesOf(strong).values()) {
    const rank = members[0]?.label?.rank ?? 6
    if (rank === UNIT_RANKS.chapter) continue
    const holds = members.filter((member) => {
      const next = nextLabelled(strong, member)
      if (next === null) return false
      const isNarrower = (next.label?.rank ?? 0) > rank || (next.label?.rank === rank && next.label.form !== member.label?.form)
      return isNarrower && member.reach < (next.label?.word === '' ? BARE_REACH : BARE_REACH * 10)
    })
    if (holds.length >= members.length * 0.5 && (members.length > 1 || rank < UNIT_RANKS.chapter)) {
      if (rank < 6 || isOuter(members, strong)) for (const member of members) parts.add(member)
    }
  }
  return parts
}

/** A bare number is a part only if no text follows any of its kind. */
function isOuter(members: readonly Heading[], strong: readonly Heading[]): boolean {
  return members.length >= 2 && strong.length > members.length * 2 && members.every(({ reach }) => reach < 100)
}

function nextLabelled(strong: readonly Heading[], after: Heading): Heading | null {
  const from = strong.indexOf(after) + 1
  for (let at = from; at < Math.min(from + 4, strong.length); at++) {
    const heading = strong[at]
    if (heading === undefined) return null
    if (heading.label !== null) return heading
    if (heading.reach > BARE_REACH) return null
  }
  return null
}

function classesOf(headings: readonly Heading[]): Map<string, Heading[]> {
  const classes = new Map<string, Heading[]>()
  for (const heading of headings) {
    const { label } = heading
    if (label === null) continue
    const key = label.word === '' ? `#${String(label.form)} ${heading.level}` : unitOf(label.word)
    const members = classes.get(key)
    if (members === undefined) classes.set(key, [heading])
    else members.push(heading)
  }
  return classes
}

function unitOf(word: string): string {
  return /^(?:chapter|chap|chapt|ch)$/.test(word) ? 'chapter' : word
}

function chooseChapters(rest: readonly Heading[], all: readonly Heading[]): Set<Heading> {
  const classes = classesOf(rest)
  const total = rest.reduce((sum, { reach }) => sum + reach, 0)
  const units = [...classes].filter(([key]) => !key.startsWith('#')).map(([, members]) => members)
  const listed = rest.filter((heading) => heading.isListed && heading.reach > 0)
  const named = units.filter((members) => isSeries(members) && !interrupts(members, units)).flat()
  if (named.length >= 2) {
    const longest = Math.max(...named.map(({ reach }) => reach))
    return new Set([...named, ...listed.filter((heading) => continues(heading, named) || (heading.reach > FEW && longest > 0))])
  }
  const bare = bestBare(classes)
  if (listed.length >= 2) {
    const listedBare = bare.filter(({ isListed }) => isListed).length
    const covered = listed.reduce((sum, { reach }) => sum + reach, 0)
    const isCoarse = bare.length >= listed.length * 2 && listedBare === 0 && covered < total * 0.3
    if (!isCoarse) return new Set(listedBare > 0 ? [...listed, ...bare] : listed)
  }
  if (bare.length >= 2) return new Set(bare)
  return new Set(bestLevel(rest) ?? weakTitles(all))
}

/** Members mostly count upwards, from one or on; a few misprints do no harm. */
function isSeries(members: readonly Heading[]): boolean {
  const [only] = members
  if (members.length < 2) return only?.isListed === true || (only?.level ?? 0) > 0
  return countSteps(members) >= (members.length - 1) * 0.5 || members.filter(({ isListed }) => isListed).length >= members.length * 0.6
}

function countSteps(members: readonly Heading[]): number {
  let steps = 0
  for (const [index, member] of members.entries()) {
    const before = members[index - 1]
    if (before === undefined) continue
    const value = member.label?.value ?? null
    if (value === null || value === 1 || value === (before.label?.value ?? 0) + 1) steps++
  }
  return steps
}

/** True for letters or tales inside chapters: between two of their members another series goes on counting around them. */
function interrupts(members: readonly Heading[], units: readonly (readonly Heading[])[]): boolean {
  if (members.every(({ isListed }) => isListed)) return false
  return units.some((others) => {
    if (others === members || others.length < Math.max(3, members.length)) return false
    const [first] = others
    const last = others.at(-1)
    if (first === undefined || last === undefined || !isSeries(others)) return false
    return members.every(({ at }) => at > first.at && at < last.at) && countSteps(others) >= others.length - 2
  })
}

/** A listed heading with the next number belongs to the series although it lacks the word. */
function continues(heading: Heading, named: readonly Heading[]): boolean {
  const last = named.filter(({ at }) => at < heading.at).at(-1)
  return last?.label?.value != null && heading.label?.value != null && heading.label.value > last.label.value
}

function bestBare(classes: Map<string, Heading[]>): Heading[] {
  let best: Heading[] = []
  let bestScore = 0
  for (const [key, members] of classes) {
    if (!key.startsWith('#') || members.length < 2) continue
    const steps = countSteps(members)
    if (steps < (members.length - 1) * 0.6) continue
    if (members[0]?.label?.form === 'letter' && members.length < 8) continue
    const text = members.reduce((sum, { reach }) => sum + reach, 0)
    const score = text * (members[0]?.level === 0 ? 1 : 1.5)
    if (score > bestScore) [best, bestScore] = [members, score]
  }
  return best
}

/** The widest heading level that parts most of the text into two or more pieces. */
function bestLevel(rest: readonly Heading[]): Heading[] | null {
  const total = rest.reduce((sum, { reach }) => sum + reach, 0)
  for (let level = 1; level <= 6; level++) {
    const members = rest.filter((heading) => heading.level === level)
    const withText = members.filter((member) => reachAtLevel(rest, member, level) >= FEW)
    const covered = withText.reduce((sum, member) => sum + reachAtLevel(rest, member, level), 0)
    if (withText.length >= 2 && covered >= total * 0.6) return withText
  }
  return null
}

/** Text up to the next heading of the same or a wider level. */
function reachAtLevel(rest: readonly Heading[], heading: Heading, level: number): number {
  let reach = heading.reach
  for (let at = rest.indexOf(heading) + 1; at < rest.length; at++) {
    const next = rest[at]
    if (next === undefined || (next.level > 0 && next.level <= level)) break
    reach += next.reach
  }
  return reach
}

/** Titles without number, tag or list: only if they all look alike and part the text evenly. */
function weakTitles(all: readonly Heading[]): Heading[] {
  const weak = all.filter((heading) => heading.isWeak)
  const isCaps = ({ text }: Heading): boolean => !/\p{Ll}/u.test(text)
  const members = weak.filter((heading) => isCaps(heading))
  const reaches = members.map((heading, index) => distance(all, heading, members[index + 1]))
  const long = members.filter((_, index) => (reaches[index] ?? 0) >= 1500)
  return long.length >= 3 && long.length >= members.length * 0.5 ? long : []
}

function distance(all: readonly Heading[], from: Heading, to: Heading | undefined): number {
  return (to?.at ?? from.at + 40) - from.at > 6 ? 2000 : all.length > 0 ? from.reach : 0
}

/** Front and back matter, further pieces of the chapters' own level; what is left stands inside the chapters. */
function assignRest(headings: readonly Heading[], chapters: ReadonlySet<Heading>, roles: Map<Heading, HeadingRole>): void {
  const ordered = [...chapters].sort((a, b) => a.at - b.at)
  const first = ordered[0]?.at ?? Number.MAX_SAFE_INTEGER
  const last = ordered.at(-1)?.at ?? -1
  const levels = ordered.map(({ level }) => level).filter((level) => level > 0)
  const widest = levels.length > 0 ? Math.max(...levels.filter((level) => levels.filter((other) => other === level).length >= levels.length * 0.2)) : 0
  for (const heading of headings) {
    if (roles.has(heading)) continue
    const isOutside = heading.at < first || heading.at > last
    const isSameLevel = heading.level > 0 && heading.level <= widest
    if (heading.meaning !== null) {
      roles.set(heading, isOutside || isSameLevel || heading.isListed ? 'section' : 'inner')
    } else if (heading.isWeak || (heading.label !== null && !heading.isListed && !isSameLevel)) {
      roles.set(heading, 'inner')
    } else {
      roles.set(heading, isSameLevel || heading.isListed || (heading.level > 0 && heading.at < first) ? 'section' : 'inner')
    }
  }
}
