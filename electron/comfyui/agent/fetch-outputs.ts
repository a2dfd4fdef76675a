import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, posix } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import type { Job } from '#shared/models/job.ts'
import { backoffMs } from '../client/backoff.ts'
import type { ComfyClient } from '../client/client.ts'
import { written } from '../client/download.ts'
import { isServerTrouble } from '../client/http.ts'
import type { JobPlaces } from './job-places.ts'
import type { Outcome, ServerFile } from '../client/outcome.ts'
import { givenExtension, planTargets } from './output-targets.ts'
import { pause } from '../client/pause.ts'

/** Measures a finished file, still under its temporary name, and throws an `AppError` when it is unusable. */
export type CheckOutput = (file: string, job: Job) => Promise<Record<string, unknown>>

export interface FetchContext {
  client: Pick<ComfyClient, 'download'>
  places: Pick<JobPlaces, 'output'>
  checkOutput: CheckOutput
  signal: AbortSignal
  /** Whether a server that has failed like this for so long is to be given up. */
  isGone: (error: unknown, silentMs: number) => boolean
  onTrouble: (error: unknown) => void
}

export interface FetchedOutput {
  outputPath: string
  metadata: Record<string, unknown>
}

const RETRY = { firstMs: 200, maxMs: 5000 }
const TRIES = 5
const PART = '.part'

/**
 * Fetches, checks and then places all files of a finished prompt; nothing is placed unless all are good.
 *
 * What nodes only show as text, such as recognised words, becomes a text file. Throws `file.missing` when the server
 * reports a file that it no longer has, and what `checkOutput` throws.
 */
export async function fetchOutputs(
  job: Job,
  { files, texts }: Pick<Extract<Outcome, { kind: 'success' }>, 'files' | 'texts'>,
  context: FetchContext,
): Promise<FetchedOutput> {
  const made: (ServerFile | ShownText)[] = files.length === 0 && texts.length > 0 ? [shown(texts)] : [...files]
  const targets = planTargets(job.outputPath, made).map(({ file, path }) => {
    const place = context.places.output(path)
    // Two jobs may have the same place: the id keeps their parts apart.
    return { file, path, place, part: `${place}.${job.id}${PART}` }
  })
  const [first] = targets
  if (!first) throw new AppError('output.none', 'The server finished the prompt without any file.')
  try {
    const facts: Record<string, unknown>[] = []
    for (const { file, part } of targets) {
      if ('text' in file) await written(part, writeText(part, file.text))
      else await download(file, part, context)
      facts.push(await context.checkOutput(part, job))
    }
    for (const { part, place } of targets) await written(place, rename(part, place))
    const paths = targets.map(({ path }) => path)
    return { outputPath: first.path, metadata: { ...facts[0], ...(paths.length > 1 ? { files: paths } : {}) } }
  } catch (error) {
    // A part that cannot be removed is no news: the first error tells why.
    await Promise.allSettled(targets.map(({ part }) => rm(part, { force: true })))
    throw error
  }
}

/** Words that stand for a file of the server. */
interface ShownText {
  filename: string
  text: string
}

function shown(texts: readonly string[]): ShownText {
  return { filename: 'shown.txt', text: `${texts.join('\n').trim()}\n` }
}

async function writeText(part: string, text: string): Promise<void> {
  await mkdir(dirname(part), { recursive: true })
  const handle = await open(part, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function download(file: ServerFile, part: string, { client, signal, isGone, onTrouble }: FetchContext) {
  const startMs = performance.now()
  for (let failures = 0; ; failures++) {
    try {
      await client.download(file, part, signal)
      return
    } catch (error) {
      if (!isServerTrouble(error)) throw error
      const isAway = error.code === 'server.unreachable' && !isGone(error, performance.now() - startMs)
      if (!isAway && failures + 1 >= TRIES) throw error
      onTrouble(error)
      await pause(backoffMs(failures, RETRY), signal)
    }
  }
}

/**
 * The output that an earlier run of this job put in place before it could say so; null when there is none.
 *
 * A file counts only when it is younger than that run: nothing is at a job's place before it was checked.
 */
export async function findPlacedOutput(
  job: Job,
  { places, checkOutput }: Pick<FetchContext, 'places' | 'checkOutput'>,
): Promise<FetchedOutput | null> {
  if (job.startTime === null) return null
  const place = places.output(job.outputPath)
  const names = givenExtension(job.outputPath) === '' ? await extensionsOf(place) : [basename(place)]
  const [name] = names
  if (name === undefined || names.length > 1) return null
  const found = await stat(join(dirname(place), name)).catch(() => null)
  if (!found?.isFile() || found.mtimeMs < Date.parse(job.startTime)) return null
  const metadata = await checkOutput(join(dirname(place), name), job)
  return { outputPath: posix.join(posix.dirname(job.outputPath), name), metadata }
}

async function extensionsOf(place: string): Promise<string[]> {
  const names = await readdir(dirname(place)).catch(() => [])
  return names.filter((name) => {
    const extension = givenExtension(name)
    return extension !== PART && name === basename(place) + extension
  })
}
