import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import type { Picture } from '#electron/database/repositories/picture.ts'
import { sha256OfFile } from '#electron/library/file-hash.ts'
import { sha256Of } from '#electron/library/book-files.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Title } from '#shared/models/title.ts'
import { narratorLine } from '../credits.ts'
import type { ProductionServices } from '../step.ts'
import { composeCover, type CoverRecipe } from './compose-cover.ts'
import { readPicture } from './picture-file.ts'
import { drawingKey, drawingStem, type PictureRooms } from './picture-jobs.ts'
import { isFile } from './settle-pictures.ts'
import { titleCover } from './title-cover.ts'

export type ReleaseCoverRooms = PictureRooms & Pick<ProductionServices, 'ffmpeg'>

export interface ReleaseCoverRequest {
  title: Pick<Title, 'bookId' | 'title' | 'author' | 'language'>
  /** Null: the cover names nobody who reads. */
  narratorName: string | null
  widthPx: number
  heightPx: number
}

/** A picture for a release as it will be, whether it is made already or not. */
export interface ReleaseCoverPlan {
  /** Equal keys mean equal bytes; it is part of the file's name. */
  key: string
  /** Relative to the workspace, below the book's `images/`. */
  path: string
  /** The picture that it is made from, relative to the workspace. */
  source: string
  isMade: boolean
  /** The shorter edge of the picture that it is made from, before any enlarging; null where it is drawn in its size. */
  sourcePx: number | null
  recipe: CoverRecipe
}

export interface ReleaseCover extends ReleaseCoverPlan {
  /** What a producer should know, as sentences. */
  warnings: string[]
}

/** Changes with the manner in which words are set: covers are then made anew. */
const VERSION = 1
const SHELF_PX = 1400

/** What the cover of a release would be, without making it. Throws `picture.noCover`. */
export async function planReleaseCover(
  rooms: ReleaseCoverRooms,
  request: ReleaseCoverRequest,
): Promise<ReleaseCoverPlan> {
  const { title } = request
  const cover = await titleCover(rooms, title.bookId)
  if (cover === null) {
    throw new AppError('picture.noCover', `${title.title} has no cover yet. Produce it, or upload a cover for it.`)
  }
  const file = rooms.workspace.resolve(cover.path)
  return planOf(rooms, request, file, cover.picture)
}

/**
 * The cover of a release in a size, made once: the picture that stands for the title, with its words set on it where it has none.
 *
 * Throws `picture.noCover`, `picture.unreadable`, `media.ffmpegFailed`.
 */
export async function releaseCover(
  rooms: ReleaseCoverRooms,
  request: ReleaseCoverRequest,
  signal?: AbortSignal,
): Promise<ReleaseCover> {
  return made(rooms, await planReleaseCover(rooms, request), signal)
}

/** The cover as a shelf shows it: art with its words, any other as it is; null while there is none. Throws as `releaseCover` does. */
export async function shelfCover(rooms: ReleaseCoverRooms, bookId: string): Promise<string | null> {
  const title = rooms.database.titles.get(bookId)
  const cover = title === null ? null : await titleCover(rooms, bookId)
  if (title === null || cover === null) return null
  const request = { title, narratorName: null, widthPx: SHELF_PX, heightPx: SHELF_PX }
  if (wordsFor(rooms, request, cover.picture) === null) return cover.path
  return (await releaseCover(rooms, request)).path
}

async function planOf(
  rooms: ReleaseCoverRooms,
  request: ReleaseCoverRequest,
  file: string,
  /** Null for a file that has no row. */
  picture: Picture | null,
): Promise<ReleaseCoverPlan> {
  const { widthPx, heightPx, title } = request
  const sha256 = picture?.file?.sha256 ?? (await sha256OfFile(file))
  const drawing = widthPx === heightPx ? drawingOf(rooms, title, picture) : null
  const words = drawing === null ? wordsFor(rooms, request, picture) : null
  // A picture that has its words already is never cut.
  const source = drawing ?? {
    kind: 'file' as const,
    file,
    shape: words === null ? ('whole' as const) : ('cut' as const),
  }
  const recipe: CoverRecipe = { widthPx, heightPx, source, words }
  const named = source.kind === 'file' ? { kind: source.kind, shape: source.shape, sha256 } : source
  const key = sha256Of(JSON.stringify([VERSION, widthPx, heightPx, named, words]))
  const name = `cover_${key.slice(0, 12)}_${widthPx}${widthPx === heightPx ? '' : `x${heightPx}`}.jpg`
  const place = join(rooms.foundry.imagesDir(title.bookId), name)
  const sourcePx = source.kind === 'drawing' ? null : await shorterEdge(rooms, file, picture)
  return {
    key,
    path: rooms.workspace.relative(place),
    source: rooms.workspace.relative(file),
    isMade: await isFile(place),
    sourcePx,
    recipe,
  }
}

async function made(
  { workspace, ffmpeg }: ReleaseCoverRooms,
  plan: ReleaseCoverPlan,
  signal: AbortSignal | undefined,
): Promise<ReleaseCover> {
  const place = workspace.resolve(plan.path)
  const warnings: string[] = []
  if (!plan.isMade) {
    const part = `${place}.${randomUUID().slice(0, 8)}.part`
    await mkdir(dirname(place), { recursive: true })
    try {
      const { missing } = await composeCover(plan.recipe, part, { ffmpeg, signal })
      if (missing.length > 0) {
        warnings.push(`No font on this machine can write ${missing.join(' and ')}: the cover is without it.`)
      }
      await rename(part, place)
    } finally {
      await rm(part, { force: true })
    }
  }
  const least = Math.min(plan.recipe.widthPx, plan.recipe.heightPx)
  if (plan.sourcePx !== null && plan.sourcePx < least / 2) {
    warnings.push(
      `The cover was enlarged from ${plan.sourcePx} to ${least} pixels: a larger picture would look better.`,
    )
  }
  return { ...plan, isMade: true, warnings }
}

/** How a typographic cover is set again in any size; null for one whose words are not known any more, and for all others. */
function drawingOf(
  { database, workflows }: ReleaseCoverRooms,
  title: ReleaseCoverRequest['title'],
  picture: Picture | null,
): Extract<CoverRecipe['source'], { kind: 'drawing' }> | null {
  const file = picture?.file ?? null
  if (picture === null || file === null || picture.origin !== 'drawn' || picture.prompt !== null) return null
  if (picture.seed === null || !workflows.isUsable(picture.workflowId ?? '')) return null
  const workflow = workflows.get(picture.workflowId ?? '')
  const isOurs = Object.values(workflow.graph).some((node) => node.class_type === 'CoverArt')
  if (!isOurs) return null
  const { seed } = picture
  const stem = drawingStem(picture, drawingKey(title, workflow, picture))
  const isOfTheseWords = file.path.slice(0, -extname(file.path).length).endsWith(`/${stem}`)
  if (isOfTheseWords) return { kind: 'drawing', title: title.title, author: title.author, seed }
  const inputs = picture.jobId === null ? null : database.jobs.get(picture.jobId)?.inputs
  if (typeof inputs?.['title'] !== 'string' || typeof inputs['author'] !== 'string') return null
  return { kind: 'drawing', title: inputs['title'], author: inputs['author'], seed }
}

/** Null for a picture that brings its words, or is to have none. */
function wordsFor(
  { workspace }: ReleaseCoverRooms,
  { title, narratorName }: ReleaseCoverRequest,
  picture: Picture | null,
): CoverRecipe['words'] {
  const wish = workspace.config.images.cover_text
  const isArt = picture?.origin === 'drawn' && picture.prompt !== null
  const isTypographic = picture?.origin === 'drawn' && picture.prompt === null
  if (wish === 'never' || isTypographic || (wish === 'drawn' && !isArt)) return null
  const narrator = narratorName === null ? '' : narratorLine({ narrator: narratorName, language: title.language })
  return { title: title.title, author: title.author, narrator }
}

async function shorterEdge({ ffmpeg }: ReleaseCoverRooms, file: string, picture: Picture | null): Promise<number> {
  const { widthPx, heightPx } = picture?.file ?? (await readPicture(file, ffmpeg))
  return Math.min(widthPx, heightPx)
}
