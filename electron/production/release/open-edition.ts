import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { BookTags } from '#electron/audio/book-tags.ts'
import type { Pauses } from '#electron/audio/plan-chapter.ts'
import type { ChunkRow } from '#electron/database/repositories/chunk.ts'
import { speechEdges } from '#electron/audio/speech-edges.ts'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { DeliveredKind } from '#shared/models/production.ts'
import type { Title } from '#shared/models/title.ts'
import { narratableChapters } from '../narratable.ts'
import type { ProductionServices } from '../step.ts'
import type { EditionPlaces } from './build-edition.ts'
import { editionPictures, type EditionPictures } from './edition-pictures.ts'
import { planProducts } from './plan-products.ts'
import { edgeTakes, planTracks } from './plan-tracks.ts'
import type { Product } from './product.ts'
import type { Recipe } from './recipe.ts'
import type { Trims } from './trims.ts'

/** What an edition is made of besides the rows and files of its production. */
export interface EditionRequest {
  productionId: number
  title: Title
  narrator: Narrator
  profile: DeliveryProfile
  pauses: Pauses
  trims: Trims
}

/** An edition that can be built, or compared with what is there. */
export interface Edition {
  recipe: Recipe
  pictures: EditionPictures
  products: Product[]
}

/** What editions are laid out from. */
export type EditionRooms = Pick<
  ProductionServices,
  'workspace' | 'database' | 'foundry' | 'workflows' | 'ffmpeg' | 'measurer'
>

/** Lays out an edition from the rows of now; makes no file of it. Throws `production.chunkMissing` for a passage without sound. */
export async function openEdition(
  request: EditionRequest,
  rooms: EditionRooms,
  folderOf?: (kind: DeliveredKind) => string,
): Promise<Edition> {
  const { workspace, database, foundry, ffmpeg, measurer } = rooms
  const { productionId, title, narrator, profile } = request
  const { entries, metadata } = await narratableChapters({ foundry, title })
  const resolve = (path: string) => workspace.resolve(path)
  const rows = await namedBySize(database.chunks.list(productionId), resolve)
  const cacheFile = join(foundry.partsDir(title.bookId, narrator.narratorId), 'edges.json')
  const keep = (text: string) => writeFileAtomic(cacheFile, text)
  const edges = await speechEdges(edgeTakes(rows, profile, resolve), { ffmpeg, measurer, cacheFile, keep })
  const tracks = planTracks({ entries, rows, pauses: request.pauses, profile, trims: request.trims, edges, resolve })
  const { sampleRateHz, aacKbps, mp3Kbps, opusKbps, level } = profile
  const roomToneDbfs = workspace.config.audiobook.room_tone_dbfs
  const wantsVideo = profile.formats.includes('video')
  const pictures = await editionPictures(rooms, title, narrator, { wantsVideo })
  const recipe: Recipe = {
    ...{ bookId: title.bookId, narratorId: narrator.narratorId, profile, tracks },
    tags: tagsOf(title, narrator),
    settings: { sampleRateHz, aacKbps, mp3Kbps, opusKbps, level, roomToneDbfs },
    genre: title.genre,
    isPublicDomain: /public domain/i.test(metadata.rights ?? ''),
    ...{ cover: pictures.cover, thumbnail: pictures.thumbnail, scenes: pictures.scenes },
  }
  return { recipe, pictures, products: planProducts(recipe, folderOf) }
}

/** A take that was rendered again under its name may last as long as before, but is hardly ever as large. */
async function namedBySize(rows: readonly ChunkRow[], resolve: (path: string) => string): Promise<ChunkRow[]> {
  const named: ChunkRow[] = []
  for (let at = 0; at < rows.length; at += FILES_AT_A_TIME) {
    const batch = rows.slice(at, at + FILES_AT_A_TIME).map(async (row) => {
      if (row.audioPath === null) return row
      const found = await stat(resolve(row.audioPath)).catch(() => null)
      if (found === null) {
        throw new AppError('media.unreadable', `${basename(row.audioPath)} is missing. Render it again.`)
      }
      return { ...row, audioKey: `${row.audioKey}.${found.size}` }
    })
    named.push(...(await Promise.all(batch)))
  }
  return named
}

/** What listeners' apps show of a title. */
export function tagsOf(title: Title, narrator: Pick<Narrator, 'name'>): BookTags {
  return {
    title: title.title,
    author: title.author,
    narrator: narrator.name,
    language: title.language,
    year: title.publicationYear,
    description: `${title.title} by ${title.author}, narrated by ${narrator.name} (synthetic voice).`,
  }
}

/** Where the files of a production itself go: into the book's folder, each kind where listeners look for it. */
export function productionPlaces(
  { foundry }: Pick<EditionRooms, 'foundry'>,
  { bookId }: Pick<Title, 'bookId'>,
  { narratorId }: Pick<Narrator, 'narratorId'>,
): EditionPlaces & { folderOf: (kind: DeliveredKind) => string } {
  const narratorFolder = `audiobook/${narratorId}`
  return {
    ...sharedPlaces({ foundry }, bookId, narratorId),
    dir: foundry.bookDir(bookId),
    manifestFile: productionManifest({ foundry }, bookId, narratorId),
    folderOf: (kind) => {
      if (kind === 'srt' || kind === 'vtt') return `${narratorFolder}/subtitles/`
      return kind === 'video' ? `videos/${narratorId}/` : `${narratorFolder}/delivery/`
    },
  }
}

/** Where a release for an outlet goes: a folder of its own, that can be handed in as it is. */
export function releasePlaces(
  { foundry }: Pick<EditionRooms, 'foundry'>,
  { bookId }: Pick<Title, 'bookId'>,
  { narratorId }: Pick<Narrator, 'narratorId'>,
  profileId: string,
): EditionPlaces {
  const dir = join(foundry.deliveryDir(bookId, narratorId), profileId)
  return { ...sharedPlaces({ foundry }, bookId, narratorId), dir, manifestFile: join(dir, MANIFEST) }
}

const MANIFEST = 'manifest.json'
const FILES_AT_A_TIME = 64

function sharedPlaces(
  { foundry }: Pick<EditionRooms, 'foundry'>,
  bookId: string,
  narratorId: string,
): Pick<EditionPlaces, 'chaptersDir' | 'segmentsDir' | 'manifestFiles'> {
  return {
    chaptersDir: foundry.chaptersDir(bookId, narratorId),
    segmentsDir: join(foundry.videosDir(bookId), narratorId, 'segments'),
    manifestFiles: async () => {
      const deliveryDir = foundry.deliveryDir(bookId, narratorId)
      const folders = await readdir(deliveryDir, { withFileTypes: true }).catch(() => [])
      const releases = folders.filter((entry) => entry.isDirectory())
      return [
        productionManifest({ foundry }, bookId, narratorId),
        ...releases.map(({ name }) => join(deliveryDir, name, MANIFEST)),
      ]
    },
  }
}

function productionManifest({ foundry }: Pick<EditionRooms, 'foundry'>, bookId: string, narratorId: string): string {
  return join(foundry.partsDir(bookId, narratorId), MANIFEST)
}
