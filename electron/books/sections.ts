import type { SectionKind } from '#shared/models/book.ts'
import type { Block, SkipKind } from './block.ts'
import type { Heading } from './headings.ts'
import type { HeadingRole } from './series.ts'
import { joinTitle } from './section-title.ts'

/** A stretch of the book under one heading. */
export interface Section {
  title: string
  part: string | null
  kind: SectionKind
  hasInventedTitle: boolean
  /** Its spoken blocks, with the ones that open a group. */
  blocks: { block: Block; startsGroup: boolean }[]
}

interface Draft {
  headings: Block[]
  role: HeadingRole
  kind: SectionKind | null
  skip: SkipKind | null
  heading: Heading | null
  part: string | null
  blocks: { block: Block; startsGroup: boolean }[]
  characters: number
  isLast: boolean
}

type Place = 'front' | 'middle' | 'back'

const FEW_CHARACTERS = 120
/** Share of the text outside lists and notes that title pages and advertisements may take. */
const MOST_DROPPED = 0.25

const ADVERTISED = /(?:\$\s?\d|\b\d+s\.|\bcloth\b|\b12mo\b|\b8vo\b|\bpostpaid\b|\bprice[ds]?\b|\bnet\b|\billustrated by\b|\bpublishers?\b|\bper (?:volume|copy)\b|\bfully illustrated\b|\bpe?s?e?tas\b|\bpesetas\b|\bc[ée]ntimos\b|\bfr\.|\bfrancs\b|\bin-(?:8|12|16|18)\b|\bMark\b|\bgeb\.|\bgeheftet\b|\bbroch(?:é|iert)\b)/i

/** Parts the blocks at their headings; what belongs to no section gets its `skip` set. */
export function buildSections(blocks: readonly Block[], roles: ReadonlyMap<Heading, HeadingRole>, bookTitle: string): Section[] {
  const drafts = draftSections(blocks, roles)
  const last = drafts.at(-1)
  if (last !== undefined) last.isLast = true
  cutBehindEnd(last)
  const firstChapter = drafts.findIndex(({ role }) => role === 'chapter')
  const lastChapter = drafts.findLastIndex(({ role }) => role === 'chapter')
  const places = drafts.map((_, index): Place => (firstChapter === -1 ? 'middle' : index < firstChapter ? 'front' : index > lastChapter ? 'back' : 'middle'))
  const kinds = drafts.map((draft, index): SectionKind | null => kindOf(draft, places[index] ?? 'middle', drafts[firstChapter]))
  keepMost(drafts, kinds)
  // A book of a few lines is a book: its longest piece is the chapter.
  if (kinds.every((kind) => kind === null)) {
    const longest = drafts.reduce((best, draft) => (draft.characters > best.characters ? draft : best))
    if (longest.blocks.length > 0) kinds[drafts.indexOf(longest)] = 'chapter'
  }
  const sections: Section[] = []
  for (const [index, draft] of drafts.entries()) {
    for (const block of draft.headings) block.skip ??= 'heading'
    const place = places[index] ?? 'middle'
    const kind = kinds[index] ?? null
    if (kind === null) skipDraft(draft, place)
    else {
      const title = joinTitle(draft.headings)
      sections.push({
        title: title === '' ? bookTitle : title,
        part: draft.part,
        kind,
        hasInventedTitle: title === '',
        blocks: draft.blocks,
      })
    }
  }
  return sections
}

/** No rule about title pages may cost the book a good part of its text. */
function keepMost(drafts: readonly Draft[], kinds: (SectionKind | null)[]): void {
  let total = 0
  let dropped = 0
  for (const [index, { characters, skip }] of drafts.entries()) {
    if (skip !== null) continue
    total += characters
    if (kinds[index] === null) dropped += characters
  }
  if (dropped <= total * MOST_DROPPED) return
  for (const [index, { characters, skip, role }] of drafts.entries()) {
    if (kinds[index] === null && skip === null && characters > 0) kinds[index] = role === 'section' ? 'introduction' : 'chapter'
  }
}

function draftSections(blocks: readonly Block[], roles: ReadonlyMap<Heading, HeadingRole>): Draft[] {
  const byBlock = new Map<number, Heading>()
  for (const heading of roles.keys()) byBlock.set(heading.at, heading)
  const subtitles = findSubtitles(blocks, roles)
  const hasTitleChapters = [...roles].some(([{ label, meaning }, role]) => role === 'chapter' && label === null && meaning === null)
  const drafts: Draft[] = []
  const parts: { rank: number; block: Block[] }[] = []
  let draft = newDraft(null, 'section', null)
  drafts.push(draft)
  let startsGroup = false
  for (const [at, block] of blocks.entries()) {
    if (block.isBreak) {
      startsGroup = true
      block.skip ??= 'sceneBreak'
      continue
    }
    if (block.skip !== null || block.text === '') continue
    const heading = byBlock.get(at)
    const role = heading === undefined ? undefined : roles.get(heading)
    if (subtitles.has(at) || (heading !== undefined && isSubtitle(draft, heading, role))) {
      draft.headings.push(block)
      continue
    }
    if (heading !== undefined && role !== undefined && role !== 'inner') {
      if (role === 'part') {
        const rank = heading.label?.rank ?? 0
        while ((parts.at(-1)?.rank ?? -1) >= rank) parts.pop()
        parts.push({ rank, block: [] })
      }
      // A book that is a chapter itself holds the chapters without numbers behind it: poems.
      const rank = role === 'chapter' ? (heading.label?.rank ?? 9) : 9
      while (rank < 5 && (parts.at(-1)?.rank ?? -1) >= rank) parts.pop()
      draft = newDraft(heading, role, joinTitle(parts.at(-1)?.block ?? []) || null)
      draft.headings.push(block)
      const part = parts.at(-1)
      if (role === 'part' && part !== undefined) part.block = draft.headings
      else if (rank < 5 && hasTitleChapters) parts.push({ rank, block: draft.headings })
      drafts.push(draft)
      startsGroup = false
      continue
    }
    const opens = draft.blocks.length > 0 && (startsGroup || role === 'inner' || block.gap >= 4)
    draft.blocks.push({ block, startsGroup: opens })
    draft.characters += block.text.length
    startsGroup = false
  }
  return drafts
}

function newDraft(heading: Heading | null, role: HeadingRole, part: string | null): Draft {
  const kind = heading?.meaning?.kind ?? null
  return { headings: [], role, kind, skip: heading?.meaning?.skip ?? null, heading, part, blocks: [], characters: 0, isLast: false }
}

/** A heading right under another one that has only a number, or under a title, goes on with it. */
function isSubtitle(draft: Draft, heading: Heading, role: HeadingRole | undefined): boolean {
  if (draft.heading === null || draft.blocks.length > 0 || role === 'part') return false
  if (heading.isTitle) return true
  if (heading.level === 0) return false
  if (role === 'chapter' && heading.label === null && draft.heading.label?.title !== '') return false
  if (heading.label !== null && (role === 'chapter' || heading.label.title === '')) return false
  if (heading.meaning !== null || draft.heading.meaning !== null) return false
  if (role === 'chapter') return draft.role === 'chapter' && draft.heading.label?.title === ''
  return true
}

/** Paragraphs that carry the title under a bare number: only when most chapters have one. */
function findSubtitles(blocks: readonly Block[], roles: ReadonlyMap<Heading, HeadingRole>): Set<number> {
  const weak = new Set<number>()
  for (const [heading, role] of roles) if (role === 'inner' && heading.label === null) weak.add(heading.at)
  for (const [heading, role] of roles) if (role === 'section' && heading.meaning === null) weak.add(heading.at)
  const taken = new Set([...roles].filter(([, role]) => role === 'chapter' || role === 'part').map(([{ at }]) => at))
  const found = new Set<number>()
  for (const wanted of ['chapter', 'part'] as const) {
    const bare = [...roles].filter(([heading, role]) => role === wanted && heading.label?.title === '' && heading.label.form !== 'letter').map(([heading]) => heading.at)
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
  return block.text.length <= 220 && /^[\p{Lu}\p{Lo}¿¡]/u.test(block.text)
}

function kindOf(draft: Draft, place: Place, first: Draft | undefined): SectionKind | null {
  const { role, characters } = draft
  if (draft.skip !== null) return null
  if (role === 'chapter') {
    const isAdvert = place !== 'front' && draft.isLast && draft.heading?.label === null && isAdvertising(draft)
    return draft.blocks.length > 0 && !isAdvert ? (draft.kind ?? 'chapter') : null
  }
  if (characters < FEW_CHARACTERS) return null
  if (draft.kind !== null) return draft.kind
  const average = characters / draft.blocks.length
  const isProse = characters >= 400 && average >= 80
  if (role === 'part') {
    if (characters >= 3000) return 'chapter'
    return !isProse ? null : characters < 600 ? 'epigraph' : 'introduction'
  }
  if (place === 'front') {
    if (draft.heading === null) return characters > 6000 || (characters > 3000 && average >= 150) ? 'introduction' : null
    // The first chapter may stand under the book's title, and the numbers begin with the second.
    if (first?.heading?.label?.value === 2 && first.heading.label.form !== 'letter' && characters >= first.characters * 0.2) return 'chapter'
    return (isProse || characters > 6000) && !isAdvertising(draft) ? 'introduction' : null
  }
  if (place === 'back') {
    if (characters >= 20_000) return 'appendix'
    return !isProse || isAdvertising(draft) ? null : 'appendix'
  }
  return first?.heading?.label == null ? 'chapter' : 'interlude'
}

function isAdvertising({ blocks }: Pick<Draft, 'blocks'>): boolean {
  return blocks.filter(({ block }) => ADVERTISED.test(block.text)).length >= blocks.length * 0.15
}

/** Imprints, errata and what a publisher offers behind "THE END". */
function cutBehindEnd(last: Draft | undefined): void {
  if (last === undefined) return
  const end = last.blocks.findLastIndex(({ block }) => /^\W*(?:the end|finis|end|fin|ende|fine)\W*$/i.test(block.text))
  const behind = last.blocks.slice(end + 1)
  const characters = behind.reduce((sum, { block }) => sum + block.text.length, 0)
  const isCrumbs = characters < Math.min(5000, last.characters * 0.1)
  if (end === -1 || (!isCrumbs && !isAdvertising({ blocks: behind }))) return
  last.blocks.length = end + 1
  for (const { block } of behind) {
    block.skip = 'backMatter'
    last.characters -= block.text.length
  }
}

function skipDraft(draft: Draft, place: Place): void {
  for (const { block } of draft.blocks) block.skip ??= draft.skip ?? (place === 'back' ? 'backMatter' : 'frontMatter')
}
