import type { SectionKind } from '#shared/models/book.ts'

/** How many chapters a book has as its contents number them: without prefaces, notes and the like. */
export function countChapters({ chapters }: { chapters: readonly { kind: SectionKind }[] }): number {
  return chapters.filter(({ kind }) => kind === 'chapter').length
}
