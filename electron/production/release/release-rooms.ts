import { join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import type { Production } from '#shared/models/production.ts'
import type { Title } from '#shared/models/title.ts'
import { requireNarrator } from '../choose-narrator.ts'
import { closingCredit, openingCredit } from '../credits.ts'
import { pausesOf } from '../production-edition.ts'
import { requireProduction, requireTitle } from '../production-state.ts'
import { creditNames, type ProductionServices } from '../step.ts'
import type { EditionPlaces } from './build-edition.ts'
import { openEdition, releasePlaces, type Edition } from './open-edition.ts'
import { readTrims, writeTrims, type Trims } from './trims.ts'

/** What releases are made in. */
export type ReleaseRooms = Pick<
  ProductionServices,
  'workspace' | 'database' | 'foundry' | 'ffmpeg' | 'measurer' | 'log' | 'workflows'
>

/** One release: a finished production, handed in to one outlet. */
export interface ReleasePlace {
  production: Production
  title: Title
  narrator: Narrator
  profile: DeliveryProfile
  places: EditionPlaces
}

/** Throws `production.unknown`, and `release.notFinished` for one that has not made its audiobook yet. */
export function releasePlace(rooms: ReleaseRooms, productionId: number, profile: DeliveryProfile): ReleasePlace {
  const { database } = rooms
  const production = requireProduction(database, productionId)
  const title = requireTitle(database, production.bookId)
  const narrator = requireNarrator(database.narrators, production.narratorId)
  if (!isFinished(production)) {
    const message = `${title.title}, read by ${narrator.name}, is not finished. A release can be built when the production is done.`
    throw new AppError('release.notFinished', message)
  }
  return { production, title, narrator, profile, places: releasePlaces(rooms, title, narrator, profile.id) }
}

/** True when every passage was spoken and put in its place. */
export function isFinished({ steps }: Pick<Production, 'steps'>): boolean {
  return steps.audio_combination_planned === 'completed'
}

/** Lays a release out with these corrections; makes nothing but the pictures that it needs. */
export async function openRelease(rooms: ReleaseRooms, place: ReleasePlace, trims: Trims): Promise<Edition> {
  const { workspace } = rooms
  const { production, title, narrator, profile } = place
  return openEdition(
    {
      ...{ productionId: production.id, title, narrator, profile, trims },
      pauses: pausesOf(workspace.config, production),
    },
    rooms,
  )
}

/** How many passages of the credits say another title, author or narrator than there is now. */
export function outdatedCredits({ database }: Pick<ReleaseRooms, 'database'>, place: ReleasePlace): number {
  const names = creditNames(place)
  const rows = database.chunks.list(place.production.id)
  const isOutdated = (role: 'opening' | 'closing', words: string) =>
    rows.some((row) => row.role === role && row.text !== words)
  return [isOutdated('opening', openingCredit(names)), isOutdated('closing', closingCredit(names))].filter(Boolean)
    .length
}

/** Corrections lie beside the plan of the parts, not in the folder that is handed in. */
export function trimsOf(rooms: Pick<ReleaseRooms, 'foundry'>, { title, narrator, profile }: ReleasePlace) {
  const file = join(rooms.foundry.partsDir(title.bookId, narrator.narratorId), `trims-${profile.id}.json`)
  return { read: () => readTrims(file), write: (trims: Trims) => writeTrims(file, trims) }
}
