import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Picture } from '#electron/database/repositories/picture.ts'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import { sha256Of } from '#electron/library/book-files.ts'
import { AppError } from '#shared/models/app-error.ts'
import { PICTURE_LIMITS, type PictureKind, type PicturePlace } from '#shared/models/picture.ts'
import type { ProductionServices } from '../step.ts'
import { readPicture } from './picture-file.ts'

type Rooms = Pick<ProductionServices, 'database' | 'foundry' | 'workspace' | 'ffmpeg'>

/** The shorter edge that still looks like a picture on a shelf and on a screen. */
const LEAST_PX: Record<PictureKind, number> = { cover: 600, thumbnail: 360, scene: 360 }
const WIDEST_RATIO = 4
const MB = 1_000_000

/**
 * Keeps an uploaded picture as it is, named by its content; the same one at the same place is one candidate.
 *
 * Throws `picture.unreadable`, `picture.tooSmall`, `picture.tooLarge`; then nothing is kept.
 */
export async function keepUpload(
  rooms: Rooms,
  place: PicturePlace & { bookId: string },
  data: Uint8Array,
): Promise<Picture> {
  if (data.byteLength > PICTURE_LIMITS.uploadBytes) throw tooLarge(data.byteLength)
  const { format, widthPx, heightPx } = await inSpool(data, (file) => readPicture(file, rooms.ffmpeg))
  checkSize(place.kind, widthPx, heightPx)
  const { pictures } = rooms.database
  const sha256 = sha256Of(data)
  const { bookId, kind, chapterIndex, paragraphIndex } = place
  const file = join(rooms.foundry.imagesDir(bookId), `${kind}_${sha256.slice(0, 12)}.${format}`)
  await writeFileAtomic(file, data)
  const isSame = (one: Picture) =>
    one.file?.sha256 === sha256 && one.chapterIndex === chapterIndex && one.paragraphIndex === paragraphIndex
  const known = pictures.list(bookId, kind).find(isSame)
  if (known !== undefined) return known
  const earlier = pictures.setAsideOf(bookId, kind).find(isSame)
  if (earlier !== undefined) {
    pictures.putBack(earlier.id)
    return earlier
  }
  const facts = { path: rooms.workspace.relative(file), sha256, widthPx, heightPx }
  const nothingDrawn = { styleId: null, prompt: null, seed: null, workflowId: null }
  return pictures.add({ bookId, kind, chapterIndex, paragraphIndex, origin: 'uploaded', ...nothingDrawn }, facts)
}

async function inSpool<Result>(data: Uint8Array, work: (file: string) => Promise<Result>): Promise<Result> {
  const spool = await mkdtemp(join(tmpdir(), 'e3-picture-'))
  try {
    const file = join(spool, 'upload')
    await writeFile(file, data)
    return await work(file)
  } finally {
    await rm(spool, { recursive: true, force: true })
  }
}

function checkSize(kind: PictureKind, widthPx: number, heightPx: number): void {
  const [shorter, longer] = [Math.min(widthPx, heightPx), Math.max(widthPx, heightPx)]
  if (shorter < LEAST_PX[kind]) {
    throw new AppError(
      'picture.tooSmall',
      `The picture has ${widthPx} × ${heightPx} pixels; its shorter side needs at least ${LEAST_PX[kind]}. Stores ask for covers of 2400 × 2400 and more.`,
    )
  }
  if (longer > shorter * WIDEST_RATIO) {
    throw new AppError(
      'picture.tooSmall',
      `The picture has ${widthPx} × ${heightPx} pixels: it is too narrow to fill its place. Cut it first.`,
    )
  }
}

function tooLarge(sizeBytes: number): AppError {
  const message = `The picture has ${(sizeBytes / MB).toFixed(0)} MB; up to ${PICTURE_LIMITS.uploadBytes / MB} MB can be used. Save it as a JPEG.`
  return new AppError('picture.tooLarge', message)
}
