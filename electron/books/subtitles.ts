import type { Block } from './block.ts'
import type { Heading } from './headings.ts'
import type { HeadingRole } from './series.ts'

/** Paragraphs that carry the title under a bare number: only when most chapters have one. */
export function findSubtitles(blocks: readonly Block[], roles: ReadonlyMap<Heading, HeadingRole>): Set<number> {
  const weak = new Set<number>()
  for (const [heading, role] of roles) if (role === 'inner' && heading.label === null) weak.add(heading.at)
  for (const [heading, role] of roles) if (role === 'section' && heading.meaning === null) weak.add(heading.at)
  const taken = new Set([...roles].filter(([, role]) => role === 'chapter' || role === 'part').map(([{ at }]) => at))
  const found = new Set<number>()
  for (const wanted of ['chapter', 'part'] as const) {
    const bare = [...roles]
      .filter(([heading, role]) => role === wanted && heading.label?.title === '' && heading.label.form !== 'letter')
      .map(([heading]) => heading.at)
    const next = bare.map((at) => nextText(blocks, at)).map((at) => (at !== null && taken.has(at) ? null : at))
    const looks = next.filter((at) => at !== null && weak.has(at))
    const short = next.filter((at) => at !== null && isShortTitle(blocks, at))
    const capitals = short.filter((at) => isCapitals(blocks, at))
    const numbered = [...roles].filter(([heading, role]) => role === wanted && heading.label !== null).length
    if (bare.length < Math.max(2, numbered * 0.5)) continue
    if (capitals.length >= bare.length * 0.5) for (const at of capitals) add(found, at)
    else if (bare.length >= 4 && short.length >= bare.length * 0.85) for (const at of short) add(found, at)
    else if (looks.length >= bare.length * 0.5) for (const at of looks) add(found, at)
  }
  return found
}

function add(found: Set<number>, at: number | null): void {
  if (at !== null) found.add(at)
}

function isCapitals(blocks: readonly Block[], at: number | null): boolean {
  const letters = at === null ? '' : (blocks[at]?.text ?? '').replace(/\P{L}/gu, '')
  return letters.length >= 3 && letters.replace(/\P{Lu}/gu, '').length >= letters.length * 0.6
}

function nextText(blocks: readonly Block[], at: number): number | null {
  for (let next = at + 1; next < Math.min(at + 12, blocks.length); next++) {
    const block = blocks[next]
    if (block !== undefined && block.skip === null && !block.isBreak && block.text !== '') return next
  }
  return null
}

function isShortTitle(blocks: readonly Block[], at: number): boolean {
  const block = blocks[at]
  const behind = nextText(blocks, at)
  if (block === undefined || behind === null || block.isVerse || block.isQuoted || block.isListItem) return false
  return block.text.length <= 220 && /^[\p{Lu}\p{Lo}¿¡]/u.test(block.text) && !isSummary(block.text)
}

/** What a chapter tells in two sentences or more is read with it: an argument, no title. */
function isSummary(text: string): boolean {
  return text.length > 40 && /\p{Ll}{2}[.!?]["”’]?\s+["“]?\p{Lu}/u.test(text) && /[.!?]["”’]?$/.test(text)
}
