import type { SectionKind } from '#shared/models/book.ts'
import type { Block, SkipKind } from './block.ts'
import type { Heading } from './headings.ts'
import { joinTitle } from './section-title.ts'
import type { HeadingRole } from './series.ts'
import { findSubtitles } from './subtitles.ts'

/** A stretch between two headings before it is decided whether it is spoken. */
export interface Draft {
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

/** Parts the blocks at their headings and gives each stretch its part. */
export function draftSections(blocks: readonly Block[], roles: ReadonlyMap<Heading, HeadingRole>): Draft[] {
  const byBlock = new Map<number, Heading>()
  for (const heading of roles.keys()) byBlock.set(heading.at, heading)
  const subtitles = findSubtitles(blocks, roles)
  const hasTitleChapters = [...roles].some(
    ([{ label, meaning }, role]) => role === 'chapter' && label === null && meaning === null,
  )
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
  return {
    headings: [],
    role,
    kind,
    skip: heading?.meaning?.skip ?? null,
    heading,
    part,
    blocks: [],
    characters: 0,
    isLast: false,
  }
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
