import { sha256OfFile } from '#electron/library/file-hash.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import type { Title } from '#shared/models/title.ts'
import { planReleaseCover, releaseCover, type ReleaseCoverRooms } from '../pictures/release-cover.ts'
import { bestOf, titleCover } from '../pictures/title-cover.ts'
import type { PictureFile, ScenePicture } from './recipe.ts'

/** Players show covers at most this large, and each sound file carries one. */
const EMBEDDED_PX = 1400

/** The pictures that an edition is made with; none of them is drawn for it. */
export interface EditionPictures {
  /** The cover as sound files carry it; the file is there once `coverAt` was asked for it. */
  cover: PictureFile | null
  thumbnail: PictureFile | null
  scenes: readonly ScenePicture[]
  /** The cover as a square JPEG, made once; throws `picture.noCover`. */
  coverAt: (px: number) => Promise<string>
}

/** Finds cover, thumbnail and scenes as they are chosen now. */
export async function editionPictures(
  rooms: ReleaseCoverRooms,
  title: Title,
  narrator: Pick<Narrator, 'name'>,
  options: { wantsVideo: boolean },
): Promise<EditionPictures> {
  const requestOf = (px: number) => ({ title, narratorName: narrator.name, widthPx: px, heightPx: px })
  const planned = await planReleaseCover(rooms, requestOf(EMBEDDED_PX)).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'picture.noCover') return null
    throw error
  })
  return {
    cover: planned === null ? null : { file: rooms.workspace.resolve(planned.path), key: planned.key },
    thumbnail: options.wantsVideo ? await thumbnailOf(rooms, title) : null,
    scenes: options.wantsVideo ? await scenesOf(rooms, title) : [],
    coverAt: async (px) => rooms.workspace.resolve((await releaseCover(rooms, requestOf(px))).path),
  }
}

/** The size of the cover inside sound files. */
export function embeddedCoverAt({ coverAt }: Pick<EditionPictures, 'coverAt'>): Promise<string> {
  return coverAt(EMBEDDED_PX)
}

async function thumbnailOf(rooms: ReleaseCoverRooms, { bookId }: Title): Promise<PictureFile | null> {
  const chosen = bestOf(rooms.database.pictures.list(bookId, 'thumbnail'))?.file ?? null
  if (chosen !== null) return { file: rooms.workspace.resolve(chosen.path), key: chosen.sha256 }
  const cover = await titleCover(rooms, bookId)
  if (cover === null) return null
  const file = rooms.workspace.resolve(cover.path)
  return { file, key: await sha256OfFile(file) }
}

/** Of each place the picture that was chosen for it, in the order of the book. */
async function scenesOf(
  { database, foundry, workspace }: ReleaseCoverRooms,
  { bookId }: Title,
): Promise<ScenePicture[]> {
  const places = new Map<string, ReturnType<typeof database.pictures.list>>()
  for (const picture of database.pictures.list(bookId, 'scene')) {
    const place = `${picture.chapterIndex}/${picture.paragraphIndex}`
    places.set(place, [...(places.get(place) ?? []), picture])
  }
  const scenes: ScenePicture[] = []
  const metadata = places.size === 0 ? null : await foundry.readMetadata(bookId)
  for (const candidates of places.values()) {
    const best = bestOf(candidates)
    const file = best?.file ?? null
    if (best === null || file === null || metadata === null) continue
    const { chapterIndex, paragraphIndex } = best
    if (!metadata.chapters.some(({ index }) => index === chapterIndex)) continue
    const chapter = await foundry.readChapter(bookId, chapterIndex, metadata)
    const sourceStart = chapter.paragraphs[paragraphIndex - 1]?.source.start
    if (sourceStart === undefined) continue
    scenes.push({
      file: workspace.resolve(file.path),
      key: file.sha256,
      chapterIndex,
      paragraphIndex,
      sourceStart,
    })
  }
  return scenes.sort((a, b) => a.chapterIndex - b.chapterIndex || a.paragraphIndex - b.paragraphIndex)
}
