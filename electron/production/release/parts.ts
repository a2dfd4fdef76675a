import { plannedDurationMs } from '#electron/audio/plan-chapter.ts'
import { planParts } from '#electron/audio/plan-parts.ts'
import type { Recipe, Track } from './recipe.ts'

/** A part of a book: whole chapters, never longer than the profile allows where that can be. */
export interface Part {
  /** From 1. */
  index: number
  count: number
  tracks: readonly Track[]
}

/** A book's title, with the part's number where there are several. */
export function partTitle({ index, count }: Pick<Part, 'index' | 'count'>, { tags }: Pick<Recipe, 'tags'>): string {
  return count > 1 ? `${tags.title} (Part ${index} of ${count})` : tags.title
}

const MS_AN_HOUR = 3_600_000

/** Splits a book at its chapters; a sample belongs to no part. */
export function partsOf({ tracks, profile }: Pick<Recipe, 'tracks' | 'profile'>): Part[] {
  const heard = tracks.filter(({ kind }) => kind !== 'sample')
  const ranges = planParts(
    heard.map(({ plan }) => plannedDurationMs(plan)),
    profile.maxPartHours * MS_AN_HOUR,
  )
  return ranges.map(({ start, end }, index) => ({
    index: index + 1,
    count: ranges.length,
    tracks: heard.slice(start, end),
  }))
}
