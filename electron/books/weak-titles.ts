import type { Heading } from './headings.ts'

/** Least text behind a title that carries nothing but its looks. */
const ENOUGH = 300

/** Fables are short, but many. */
const MANY = 20
const ENOUGH_OF_MANY = 120

/** Least share of titles with enough text behind them. */
const MOST = 0.7

/** Titles without number, tag or list: those that look alike and part the text into pieces of some length. */
export function weakTitles(headings: readonly Heading[]): Heading[] {
  const weak = headings.filter(({ isWeak, text }) => isWeak && text.length >= 3)
  const capitals = weak.filter(({ text }) => !/\p{Ll}/u.test(text))
  const widest = Math.max(0, ...weak.map(({ gap }) => gap))
  const groups = [
    weak.filter(({ gap }) => gap >= 4),
    weak.filter(({ gap }) => gap >= 3),
    capitals.filter(({ gap }) => gap >= 2),
    weak.filter(({ gap }) => gap >= 2),
    capitals,
  ]
  // A page has no blank lines: there, what is bold or centred stands out.
  if (widest === 0) groups.push(weak)
  for (const members of widest >= 3 ? groups : groups.slice(2)) {
    const texts = textsBehind(headings, members)
    const enough = members.length >= MANY ? ENOUGH_OF_MANY : ENOUGH
    const long = members.filter((member) => (texts.get(member) ?? 0) >= enough)
    if (long.length >= 3 && long.length >= members.length * MOST) return long
  }
  return []
}

/** Text behind each of the members, up to the next one. */
function textsBehind(headings: readonly Heading[], members: readonly Heading[]): Map<Heading, number> {
  const set = new Set(members)
  const texts = new Map<Heading, number>()
  let open: Heading | null = null
  for (const heading of headings) {
    if (set.has(heading)) open = heading
    else if (heading.meaning !== null) open = null
    if (open !== null) texts.set(open, (texts.get(open) ?? 0) + heading.gapText)
  }
  return texts
}
