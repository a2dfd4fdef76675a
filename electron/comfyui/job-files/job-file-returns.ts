import { lstat, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, extname, join, relative, sep } from 'node:path'
import type { Workspace } from '#electron/config/workspace.ts'
import type { JobFileRepository } from '#electron/database/repositories/job-file.ts'
import { copyFileAtomic } from '#electron/library/atomic-file.ts'
import type { Job } from '#shared/models/job.ts'
import { JOB_FOLDERS } from '#shared/models/job.ts'
import { signatureOf } from './job-folder.ts'

interface ReturnOptions {
  workspace: Pick<Workspace, 'config' | 'resolve' | 'relative'>
  jobFiles: Pick<JobFileRepository, 'get' | 'moveOutput'>
}

/**
 * Moves a finished job's file, and those of its outputs that lie in the same folder, to the finished ones.
 *
 * Safe to repeat after a kill at any moment. False for a file that is not the one that was read: whoever changed it wants
 * something else than was done. Throws what the system says when a file cannot be moved now.
 */
export async function bringHome(
  { path, jobId, signature }: { path: string; jobId: number; signature: string },
  { workspace, jobFiles }: ReturnOptions,
): Promise<boolean> {
  const { jobs_processing: processing, jobs_finished: finished } = workspace.config.paths
  const [from, to] = [workspace.resolve(processing), workspace.resolve(finished)]
  const job = jobFiles.get(jobId)
  const place = join(from, path)
  if (job === null || signatureOf(place) !== signature) return false
  await moveOutputs(job, { from, to }, { workspace, jobFiles })
  const target = await freePlace(join(to, JOB_FOLDERS[job.jobType], path.slice(path.lastIndexOf('/') + 1)))
  const isSameFile = await move(place, target)
  if (!isSameFile || signatureOf(target) === signature || (await exists(place))) return true
  // It was changed in the very moment before.
  await move(target, place)
  return false
}

/** First the row, then the files: what is missing where the row says is then still where it was. */
async function moveOutputs(
  job: Job,
  { from, to }: { from: string; to: string },
  { workspace, jobFiles }: ReturnOptions,
): Promise<void> {
  const { files: listed } = job.metadata
  const outputs = new Set([job.outputPath, ...(Array.isArray(listed) ? listed.map(String) : [])])
  const places = new Map<string, string>()
  for (const output of outputs) {
    const inside = relative(from, workspace.resolve(output))
    const isInside = inside !== '' && !inside.startsWith('..') && !inside.startsWith(sep)
    places.set(output, isInside ? workspace.relative(await freePlace(join(to, inside))) : output)
  }
  const moved = (output: string) => places.get(output) ?? output
  if ([...places].some(([output, place]) => output !== place)) {
    const metadata = Array.isArray(listed) ? { ...job.metadata, files: listed.map(String).map(moved) } : job.metadata
    jobFiles.moveOutput(job.id, moved(job.outputPath), metadata)
  }
  for (const place of places.values()) {
    const target = workspace.resolve(place)
    const inside = relative(to, target)
    if (inside.startsWith('..') || (await exists(target))) continue
    for (const source of [join(from, inside), join(from, withoutNumber(inside))]) {
      if (await exists(source)) await move(source, target)
    }
  }
}

/** The path itself, or with the first free number: nothing is ever overwritten. */
async function freePlace(path: string): Promise<string> {
  const ending = extname(path)
  const stem = path.slice(0, path.length - ending.length)
  for (let number = 1; ; number++) {
    const place = number === 1 ? path : `${stem} (${number})${ending}`
    if (!(await exists(place))) return place
  }
}

function withoutNumber(path: string): string {
  const ending = extname(path)
  return path.slice(0, path.length - ending.length).replace(/ \(\d+\)$/, '') + ending
}

/** False when the bytes had to be copied to another disk, where they have another time. */
async function move(source: string, target: string): Promise<boolean> {
  await mkdir(dirname(target), { recursive: true })
  try {
    await rename(source, target)
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await copyFileAtomic(source, target)
    await rm(source)
    return false
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return false
    throw error
  }
}
