import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Picture, PictureFile } from '#electron/database/repositories/picture.ts'
import { sha256OfFile } from '#electron/library/file-hash.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Job } from '#shared/models/job.ts'
import type { ProductionServices } from '../step.ts'
import { drawingKey, drawingStem, type PictureRooms } from './picture-jobs.ts'
import { readPicture } from './picture-file.ts'

type Rooms = PictureRooms & Pick<ProductionServices, 'ffmpeg'>

/** A workflow that saves several files numbers them: the first one is the picture. */
const EXTENSION = /(?:_1)?\.(?:png|jpe?g|webp)$/i

/**
 * Puts the file of a finished job into its picture's row; null when the job draws no picture, or one that was set aside.
 *
 * The agent has looked at the file before it put it into its place.
 */
export async function settleJob(rooms: Rooms, job: Job): Promise<Picture | null> {
  const { pictures } = rooms.database
  const picture = pictures.byJob(job.id)
  if (picture === null || job.status !== 'done') return picture
  const place = rooms.workspace.resolve(job.outputPath)
  const file = (await measuredFacts(rooms, job)) ?? (await factsOf(rooms, place))
  if (file === null) throw new AppError('picture.gone', 'The picture that was drawn is not there any more.')
  pictures.setFile(picture.id, file)
  return pictures.get(picture.id)
}

/** The agent's own measurement of an output; null for one of an older studio. */
async function measuredFacts({ workspace }: Rooms, job: Job): Promise<PictureFile | null> {
  const { widthPx, heightPx } = job.metadata
  const file = workspace.resolve(job.outputPath)
  if (typeof widthPx !== 'number' || typeof heightPx !== 'number' || !(await isFile(file))) return null
  return { path: job.outputPath, sha256: await sha256OfFile(file), widthPx, heightPx }
}

/** Brings the row of a picture in line with its job and its file, whoever was killed between them; a lost drawing is queued again. */
export async function reconcilePicture(rooms: Rooms, picture: Picture): Promise<Picture | null> {
  const { database, workspace } = rooms
  const { pictures, jobs } = database
  if (picture.file !== null) {
    if (await isFile(workspace.resolve(picture.file.path))) return picture
    pictures.setFile(picture.id, null)
  }
  const job = picture.jobId === null ? null : jobs.get(picture.jobId)
  if (job?.status !== 'done') return pictures.get(picture.id)
  if (await isFile(workspace.resolve(job.outputPath))) return settleJob(rooms, job)
  jobs.retry(job.id)
  return pictures.get(picture.id)
}

/** The file that was drawn earlier from the same words, workflow and seed; null without one that can be read. */
export async function findDrawing(
  rooms: Rooms,
  words: { bookId: string; title: string; author: string },
  picture: Picture,
): Promise<PictureFile | null> {
  if (!rooms.workflows.isUsable(picture.workflowId ?? '')) return null
  const workflow = rooms.workflows.get(picture.workflowId ?? '')
  const stem = drawingStem(picture, drawingKey(words, workflow, picture))
  const dir = rooms.foundry.imagesDir(words.bookId)
  const names = await readdir(dir).catch(() => [])
  const name = names.find((one) => one.replace(EXTENSION, '') === stem && EXTENSION.test(one))
  return name === undefined ? null : factsOf(rooms, join(dir, name))
}

/** What is to be kept of a picture's file; null for one that is not there, or cannot be read. */
export async function factsOf(
  { workspace, ffmpeg }: Pick<Rooms, 'workspace' | 'ffmpeg'>,
  file: string,
): Promise<PictureFile | null> {
  if (!(await isFile(file))) return null
  try {
    const { widthPx, heightPx } = await readPicture(file, ffmpeg)
    return { path: workspace.relative(file), sha256: await sha256OfFile(file), widthPx, heightPx }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** False for what is not there, and for a folder. */
export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true
}
