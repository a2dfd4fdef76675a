import type { Production } from '#shared/models/production.ts'
import type { BlastRadius, ReleaseImpact } from '#shared/models/release.ts'
import type { Title } from '#shared/models/title.ts'
import { requireNarrator } from '../choose-narrator.ts'
import { closingCredit, openingCredit, type CreditNames } from '../credits.ts'
import { requireTitle } from '../production-state.ts'
import { openOwnEdition } from '../production-edition.ts'
import { blastRadius } from './blast-radius.ts'
import { readManifest } from './manifest.ts'
import { productionPlaces } from './open-edition.ts'
import type { Profiles } from './profiles.ts'
import { isFinished, openRelease, releasePlace, trimsOf, type ReleaseRooms } from './release-rooms.ts'

/** What a producer thinks of changing. */
export type TitleChange = {
  [Key in 'title' | 'author' | 'language' | 'publicationYear']?: Title[Key] | undefined
} & { pausePreset?: string | null | undefined }

/** What a change would make anew, in each place where files of the title have been made; changes nothing. */
export async function releaseImpact(
  rooms: ReleaseRooms,
  bookId: string,
  { pausePreset, ...changes }: TitleChange,
  { profiles }: Profiles,
): Promise<ReleaseImpact[]> {
  const before = requireTitle(rooms.database, bookId)
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  const title: Title = { ...before, ...Object.fromEntries(given) }
  const impacts: ReleaseImpact[] = []
  for (const found of rooms.database.productions.list({ bookId }).filter(isMade)) {
    const production = withPauses(found, pausePreset)
    const narrator = requireNarrator(rooms.database.narrators, production.narratorId)
    const passages = changedCredits({ ...before, narrator: narrator.name }, { ...title, narrator: narrator.name })
    const tell = (profile: { id: string; name: string } | null, radius: Omit<BlastRadius, 'passages' | 'renderMs'>) => {
      const named = { profileId: profile?.id ?? null, profileName: profile?.name ?? null }
      const whole = { ...radius, passages, renderMs: null }
      if (radius.files.length > 0) {
        impacts.push({ productionId: production.id, narratorName: narrator.name, ...named, radius: whole })
      }
    }
    const own = productionPlaces(rooms, title, narrator)
    tell(null, await blastRadius(await openOwnEdition(rooms, { production, title, narrator }), own))
    for (const profile of profiles) {
      const place = { ...releasePlace(rooms, production.id, profile), production, title }
      if ((await readManifest(place.places.manifestFile)) === null) continue
      const edition = await openRelease(rooms, place, await trimsOf(rooms, place).read())
      tell(profile, await blastRadius(edition, place.places))
    }
  }
  return impacts
}

function isMade(production: Production): boolean {
  return production.status === 'completed' && isFinished(production)
}

function withPauses(production: Production, pausePreset: string | null | undefined): Production {
  if (pausePreset === undefined) return production
  return { ...production, metadata: { ...production.metadata, pausePreset } }
}

/** The credits are spoken words: another title or author is another passage. */
function changedCredits(before: CreditNames, after: CreditNames): number {
  return [openingCredit, closingCredit].filter((credit) => credit(before) !== credit(after)).length
}
