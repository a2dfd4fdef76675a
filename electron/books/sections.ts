import type { SectionKind } from '#shared/models/book.ts'
import { cutBehindEnd, cutImprint, isAdvertising } from './advertisements.ts'
import type { Block } from './block.ts'
import { headingKey } from './heading-key.ts'
import type { Heading } from './headings.ts'
import { draftSections } from './section-drafts.ts'
import type { Draft } from './section-drafts.ts'
import { joinTitle } from './section-title.ts'
import type { HeadingRole } from './series.ts'

/** A stretch of the book under one heading. */
export interface Section {
  title: string
  part: string | null
  kind: SectionKind
  hasInventedTitle: boolean
  /** Its spoken blocks, with the ones that open a group. */
  blocks: { block: Block; startsGroup: boolean }[]
}

type Place = 'front' | 'middle' | 'back'

const FEW_CHARACTERS = 120
/** Share of the text outside lists and notes that title pages and advertisements may take. */
const MOST_DROPPED = 0.25

/** Parts the blocks at their headings; what belongs to no section gets its `skip` set. */
export function buildSections(
  blocks: readonly Block[],
  roles: ReadonlyMap<Heading, HeadingRole>,
  bookTitle: string,
): Section[] {
  const drafts = draftSections(blocks, roles)
  const last = drafts.at(-1)
  if (last !== undefined) last.isLast = true
  const lastSpoken = drafts.findLast(({ skip }) => skip === null)
  cutBehindEnd(lastSpoken)
  cutImprint(lastSpoken)
  cutHalfTitles(drafts, bookTitle)
  const firstChapter = drafts.findIndex(({ role }) => role === 'chapter')
  const lastChapter = drafts.findLastIndex(({ role }) => role === 'chapter')
  const places = drafts.map((_, index): Place =>
    firstChapter === -1 ? 'middle' : index < firstChapter ? 'front' : index > lastChapter ? 'back' : 'middle',
  )
  const kinds: (SectionKind | null)[] = drafts.map((draft, index) =>
    kindOf(draft, places[index] ?? 'middle', drafts[firstChapter]),
  )
  keepMost(drafts, kinds)
  // A book of a few lines is a book: its longest piece is the chapter.
  if (!kinds.some((kind) => kind !== null)) {
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

/** The book's title on a page of its own between two sections is none of the first one's text. */
function cutHalfTitles(drafts: readonly Draft[], bookTitle: string): void {
  const title = headingKey(bookTitle)
  for (const draft of drafts.slice(0, -1)) {
    const block = draft.blocks.at(-1)?.block
    if (block === undefined || draft.blocks.length < 2 || block.text.length > 120) continue
    const key = headingKey(block.text)
    if (key.length < 4 || (key !== title && !(title.startsWith(key) && !/\p{Ll}/u.test(block.text)))) continue
    block.skip = 'frontMatter'
    draft.characters -= block.text.length
    draft.blocks.pop()
  }
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
    if (kinds[index] === null && skip === null && characters > 0)
      kinds[index] = role === 'section' ? 'introduction' : 'chapter'
  }
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
    if (draft.heading === null)
      return characters > 6000 || (characters > 3000 && average >= 150) ? 'introduction' : null
    // The first chapter may stand under the book's title, and the numbers begin with the second.
    if (
      first?.heading?.label?.value === 2 &&
      first.heading.label.form !== 'letter' &&
      characters >= first.characters * 0.2
    )
      return 'chapter'
    return (isProse || characters > 6000) && !isAdvertising(draft) ? 'introduction' : null
  }
  if (place === 'back') {
    if (characters >= 20_000) return 'appendix'
    return !isProse || isAdvertising(draft) ? null : 'appendix'
  }
  return hasNumber(first) ? 'interlude' : 'chapter'
}

function skipDraft(draft: Draft, place: Place): void {
  for (const { block } of draft.blocks) block.skip ??= draft.skip ?? (place === 'back' ? 'backMatter' : 'frontMatter')
}

function hasNumber(draft: Draft | undefined): boolean {
  const label = draft?.heading?.label
  return label !== null && label !== undefined
}
