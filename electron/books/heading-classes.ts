import type { Heading } from './headings.ts'

/** Words that hardly stand over anything but chapters, whatever the numbers say. */
const CHAPTER_WORD =
  /^(?:chapter|chap|chapt|chapitre|kapitel|capitulo|capitolo|hoofdstuk|luku|kapittel|rozdzial|kapitola|fejezet|глава|章|回)$/

/** Headings that count together: of one unit, or bare numbers written and set alike. */
export function classesOf(headings: readonly Heading[]): Map<string, Heading[]> {
  const classes = new Map<string, Heading[]>()
  for (const heading of headings) {
    const { label } = heading
    if (label === null) continue
    const key =
      label.word === '' ? `#${String(label.form)} ${heading.level} ${String(label.title === '')}` : unitOf(label.word)
    const members = classes.get(key)
    if (members === undefined) classes.set(key, [heading])
    else members.push(heading)
  }
  return classes
}

function unitOf(word: string): string {
  return /^(?:chapter|chap|chapt|ch)$/.test(word) ? 'chapter' : word
}

/** Members mostly count upwards, from one or on; a few misprints do no harm. */
export function isSeries(members: readonly Heading[]): boolean {
  const [only] = members
  if (members.length < 2) return only?.isListed === true || (only?.level ?? 0) > 0
  if (CHAPTER_WORD.test(only?.label?.word ?? '')) return true
  const misses = members.length - 1 - countSteps(members)
  return (
    misses <= (members.length < 5 ? 0 : Math.max(2, members.length * 0.3)) ||
    members.filter(({ isListed }) => isListed).length >= members.length * 0.6
  )
}

export function countSteps(members: readonly Heading[]): number {
  let steps = 0
  for (const [index, member] of members.entries()) {
    const before = members[index - 1]
    if (before === undefined) continue
    const value = member.label?.value ?? null
    const last = before.label?.value ?? 0
    if (value === null || value === last + 1 || (value === 1 && last > 1)) steps++
    else if (value === last || value === last + 2) steps += 0.5
  }
  return steps
}
