import { classesOf, countSteps, isSeries } from './heading-classes.ts'
import { bestLevel } from './heading-levels.ts'
import type { Heading } from './headings.ts'
import { findOuterParts, findParts } from './parts.ts'
import { weakTitles } from './weak-titles.ts'

/** What a heading is in the book's structure. */
export type HeadingRole = 'chapter' | 'part' | 'section' | 'inner'

/** Decides which headings are chapters, which are the parts that hold them, and which stand inside chapters. */
export function assignRoles(headings: readonly Heading[]): Map<Heading, HeadingRole> {
  const roles = new Map<Heading, HeadingRole>()
  for (const heading of headings) if (heading.isTitle) roles.set(heading, 'inner')
  dropListings(headings, roles)
  const back = backMatterStart(headings)
  const open = headings.filter((heading) => !heading.isWeak && !roles.has(heading) && heading.at < back)
  const parts = findParts(open)
  for (const part of parts) roles.set(part, 'part')
  const rest = open.filter((heading) => !parts.has(heading))
  const chapters = chooseChapters(rest) ?? new Set(weakTitles(headings.filter((heading) => !roles.has(heading))))
  const unnumbered = firstWithoutNumber(headings, chapters)
  if (unnumbered !== null) chapters.add(unnumbered)
  for (const chapter of chapters) roles.set(chapter, 'chapter')
  assignRest(headings, chapters, roles)
  raiseSections(roles, chapters.size)
  return roles
}

/** Listed titles that outnumber the numbered headings around them are the chapters themselves: poems in books. */
function raiseSections(roles: Map<Heading, HeadingRole>, chapters: number): void {
  const listed = [...roles].filter(
    ([heading, role]) => role === 'section' && heading.isListed && heading.meaning === null,
  )
  if (listed.length > chapters) for (const [heading] of listed) roles.set(heading, 'chapter')
}

/** Where notes, glossary or index begin, if most of the book stands before it: numbers behind that count notes. */
function backMatterStart(headings: readonly Heading[]): number {
  const total = headings.reduce((sum, { gapText }) => sum + gapText, 0)
  let text = 0
  const lastListed = headings.findLast(({ isListed, meaning }) => isListed && meaning === null)?.at ?? -1
  for (const { at, meaning, gapText, isWeak } of headings) {
    const isBack = meaning?.skip === 'index' || /^(?:notes|glossary|bibliography|appendix)$/.test(meaning?.kind ?? '')
    if (isBack && !isWeak && text > total * 0.6 && at > lastListed) return at
    text += gapText
  }
  return Number.MAX_SAFE_INTEGER
}

/** Numbered headings in a row without text between them are a list, not chapters. */
function dropListings(headings: readonly Heading[], roles: Map<Heading, HeadingRole>): void {
  const labelled = headings.filter(({ label }) => label !== null)
  const texts = textsTo(headings, labelled)
  let run: Heading[] = []
  const close = (last?: Heading): void => {
    // The scenes of a play are listed with a few words each, and the last one stands before other matter.
    const listed = last !== undefined && follows(run.at(-1), last) ? [...run, last] : run
    if (run.length >= 4) for (const heading of run) roles.set(heading, 'inner')
    else if (listed.length >= 2 && isFront(headings, listed) && recur(listed, labelled))
      for (const heading of listed) roles.set(heading, 'inner')
    run = []
  }
  for (const heading of labelled) {
    const last = run.at(-1)
    if (last !== undefined && (heading.label?.word !== last.label?.word || heading.label?.form !== last.label?.form))
      close()
    if ((texts.get(heading) ?? 0) > 60) close(heading)
    else run.push(heading)
  }
  close()
}

/** Characters of text from each of the members to the next one. */
function textsTo(headings: readonly Heading[], members: readonly Heading[]): Map<Heading, number> {
  const texts = new Map(members.map((member) => [member, 0]))
  let open: Heading | null = null
  for (const heading of headings) {
    if (texts.has(heading)) open = heading
    if (open !== null) texts.set(open, (texts.get(open) ?? 0) + heading.gapText)
  }
  return texts
}

function follows(before: Heading | undefined, heading: Heading): boolean {
  const { label } = heading
  return (
    label !== null &&
    before?.label?.word === label.word &&
    before.label.value !== null &&
    label.value === before.label.value + 1
  )
}

/** True when hardly any of the book's text stands before the last one. */
function isFront(headings: readonly Heading[], listed: readonly Heading[]): boolean {
  const last = listed.at(-1)?.at ?? 0
  let before = 0
  let total = 0
  for (const { at, gapText } of headings) {
    total += gapText
    if (at < last) before += gapText
  }
  return before < total * 0.05
}

/** True when each of the numbers comes again further on. */
function recur(listed: readonly Heading[], labelled: readonly Heading[]): boolean {
  const last = listed.at(-1)?.at ?? 0
  const later = labelled.filter(({ at, span }) => at > last && span > 60)
  return listed.every(
    ({ label }) =>
      label !== null &&
      label.word !== '' &&
      later.filter((other) => other.label?.word === label.word && other.label.value === label.value).length === 1,
  )
}

/** Null when neither numbers, nor the list of contents, nor levels tell the chapters. */
function chooseChapters(rest: readonly Heading[]): Set<Heading> | null {
  const classes = classesOf(rest)
  const units = [...classes].filter(([key]) => !key.startsWith('#')).map(([, members]) => members)
  const listed = rest.filter(
    (heading, index) => heading.isListed && (heading.reach > 0 || isBareNumber(rest[index + 1])),
  )
  const named = units.filter((members) => isSeries(members) && !isInterruption(members, units)).flat()
  named.sort((a, b) => a.at - b.at)
  if (named.length >= 2) {
    const chapters = new Set([...named, ...continuations(named, classes)])
    if (coverage(chapters, rest) >= 0.5 || listed.length < 2) return chapters
    return new Set([...chapters, ...listed])
  }
  const bare = bestBare(classes, listed)
  if (listed.length >= 2) {
    const isCoarse =
      bare.length >= listed.length * 2 &&
      bare.every(({ isListed }) => !isListed) &&
      coverage(new Set(bare), rest) > 0.9 &&
      mostHold(listed, bare, rest)
    if (!isCoarse)
      return new Set([
        ...listed.filter(({ meaning }) => meaning === null),
        ...(bare.some(({ isListed }) => isListed) ? bare : []),
      ])
  }
  const level = bestLevel(rest)
  // Numbers inside a few of the pieces that a wider level parts are no chapters.
  const isInner = level !== null && bare.every((member) => member.level > (level[0]?.level ?? 6))
  if (bare.length >= 2 && !(isInner && coverage(new Set(bare), rest) < 0.5)) return new Set(bare)
  return level === null ? null : new Set(level)
}

/** True when hardly a listed title goes without numbers under it: else these only part some of the tales. */
function mostHold(listed: readonly Heading[], bare: readonly Heading[], rest: readonly Heading[]): boolean {
  const titles = listed.filter(({ meaning }) => meaning === null)
  const numbers = new Set(bare)
  const holders = titles.filter((title) => {
    const at = rest.indexOf(title)
    const [above, next] = [rest[at - 1], rest[at + 1]]
    return (next !== undefined && numbers.has(next)) || (above?.reach === 0 && numbers.has(above))
  })
  return holders.length >= titles.length * 0.8
}

function isBareNumber(heading: Heading | undefined): boolean {
  return heading?.label?.word === '' && heading.label.title === ''
}

/** Share of the text that lies behind a heading of the set and before any wider one. */
function coverage(set: ReadonlySet<Heading>, rest: readonly Heading[]): number {
  const widest = Math.min(...[...set].map(({ level }) => (level === 0 ? 9 : level)))
  let total = 0
  let covered = 0
  let isInside = false
  for (const heading of rest) {
    if (set.has(heading)) isInside = true
    else if (heading.level > 0 && heading.level < widest) isInside = false
    total += heading.reach
    if (isInside) covered += heading.reach
  }
  return total === 0 ? 0 : covered / total
}

/** True for letters or tales inside chapters: another series counts on around them. */
function isInterruption(members: readonly Heading[], units: readonly (readonly Heading[])[]): boolean {
  if (members.every(({ isListed }) => isListed)) return false
  return units.some((others) => {
    if (isNarrower(members, others) && isSeries(others)) return true
    if (others === members || others.length < Math.max(3, members.length) || !isSeries(others)) return false
    const first = others[0]?.at ?? 0
    const last = others.at(-1)?.at ?? 0
    return members.every(({ at }) => at > first && at < last) && countSteps(others) >= others.length - 2
  })
}

/** Numbered recipes below numbered chapters: each stands behind a chapter's heading and is of a narrower level. */
function isNarrower(members: readonly Heading[], others: readonly Heading[]): boolean {
  const first = others[0]
  if (first === undefined || others === members || others.length < 3 || first.level === 0) return false
  const widest = Math.max(...others.map(({ level }) => level))
  return members.every(({ level, at }) => level > widest && at > first.at)
}

/** Titled bare numbers that count on where the named series stops. */
function continuations(named: readonly Heading[], classes: ReadonlyMap<string, readonly Heading[]>): Heading[] {
  const last = named.at(-1)
  const found: Heading[] = []
  for (const [key, members] of classes) {
    if (!key.startsWith('#') || !key.endsWith('false')) continue
    let value = last?.label?.value ?? Number.MAX_SAFE_INTEGER
    for (const member of members) {
      if (member.at <= (last?.at ?? 0) || member.label?.value !== value + 1) continue
      value++
      found.push(member)
    }
  }
  return found
}

function bestBare(classes: ReadonlyMap<string, readonly Heading[]>, listed: readonly Heading[]): readonly Heading[] {
  let best: readonly Heading[] = []
  let bestScore = 0
  for (const [key, members] of classes) {
    if (!key.startsWith('#') || members.length < 2) continue
    if (countSteps(members) < (members.length - 1) * 0.6) continue
    if (members[0]?.label?.form === 'letter' && members.length < 8) continue
    const text = members.reduce((sum, { span }) => sum + span, 0)
    const hits = members.filter((member) => member.isListed && listed.length > 0).length
    const score = text * (members[0]?.level === 0 ? 1 : 1.5) * (hits > members.length * 0.5 ? 3 : 1)
    if (score > bestScore) [best, bestScore] = [members, score]
  }
  return best
}

/** Where the numbers begin with the second chapter, the first may stand under the half title. */
function firstWithoutNumber(headings: readonly Heading[], chapters: ReadonlySet<Heading>): Heading | null {
  const ordered = [...chapters].sort((a, b) => a.at - b.at)
  const [second, third] = ordered
  if (second?.label?.value !== 2 || second.label.form === 'letter' || third?.label?.value !== 3) return null
  const before = headings.filter(
    (heading) => heading.at < second.at && heading.meaning === null && heading.label === null,
  )
  if (before.some(({ isWeak }) => !isWeak)) return null
  return before.findLast(({ reach }) => reach >= second.reach * 0.3) ?? null
}

/** Front and back matter, further pieces of the chapters' own level; what is left stands inside the chapters. */
function assignRest(
  headings: readonly Heading[],
  chapters: ReadonlySet<Heading>,
  roles: Map<Heading, HeadingRole>,
): void {
  const ordered = [...chapters].sort((a, b) => a.at - b.at)
  const first = ordered[0]?.at ?? Number.MAX_SAFE_INTEGER
  const last = ordered.at(-1)?.at ?? -1
  const level = usualLevel(ordered)
  for (const part of findOuterParts(headings, ordered, roles)) roles.set(part, 'part')
  for (const heading of headings) {
    if (roles.has(heading)) continue
    const isOutside = heading.at < first || heading.at > last
    const isSameLevel = heading.level > 0 && heading.level <= level
    let isSection =
      isSameLevel || (heading.isListed && (isOutside || level === 0)) || (heading.level > 0 && heading.at < first)
    const isInnerUnit = heading.label !== null && heading.label.word !== '' && !isOutside && !heading.isListed
    if (heading.isWeak || isBareNumber(heading) || isInnerUnit) isSection = false
    if (heading.meaning !== null) isSection = isOutside || isSameLevel || heading.isListed || isApart(heading)
    if (level === 0 && !isOutside && heading.level === 0 && heading.meaning === null)
      isSection = isSection && heading.isListed && hasNoNumbers(ordered)
    roles.set(heading, isSection ? 'section' : 'inner')
  }
}

/** Notes and remarks stand apart wherever they come. */
function isApart({ meaning }: Heading): boolean {
  return meaning?.skip === 'footnote' || meaning?.skip === 'transcriberNote'
}

function hasNoNumbers(chapters: readonly Heading[]): boolean {
  return chapters.every(({ label }) => label === null)
}

/** The narrowest heading level that a fifth of the chapters have; 0 for paragraphs. */
function usualLevel(chapters: readonly Heading[]): number {
  let usual = 0
  for (let level = 1; level <= 6; level++) {
    if (chapters.filter((chapter) => chapter.level === level).length >= Math.max(1, chapters.length * 0.2))
      usual = level
  }
  return usual
}
