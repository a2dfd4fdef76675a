import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import type { DeliveryFormat } from '#shared/models/production.ts'
import type { BookTags } from './book-tags.ts'
import { pruneEncodings } from './chapter-cache.ts'
import { deliveryNames } from './delivery-names.ts'
import { embeddedCover } from './embedded-cover.ts'
import { encodeBook } from './encode-book.ts'
import type { ChapterEncoding, EncodingSettings } from './encode-chapter.ts'
import type { ChapterMark } from './ffmetadata.ts'
import { finishM4b, finishMp3 } from './finish-files.ts'
import type { EncodedChapter, FinishContext } from './finish-files.ts'
import { plannedDurationMs } from './plan-chapter.ts'
import type { ChapterPlan } from './plan-chapter.ts'
import { planParts } from './plan-parts.ts'
import type { PartRange } from './plan-parts.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { runPool } from './run-pool.ts'

export interface AssembleOptions {
  ffmpeg: Ffmpeg
  chapters: readonly ChapterPlan[]
  tags: BookTags
  /** JPEG, PNG or WebP of any size. */
  coverFile: string | null
  /** Encoded chapters stay in `chapters/` below it; everything else there is temporary. On deliveryDir's file system. */
  workDir: string
  deliveryDir: string
  formats: readonly DeliveryFormat[]
  encoding: EncodingSettings
  maxPartHours: number
  /** ffmpeg processes at a time; as many as cores when not given. */
  concurrency?: number
  signal?: AbortSignal
  /** 0–1. */
  onProgress?: (value: number) => void
}

export interface AssembledFile {
  kind: DeliveryFormat
  file: string
  sizeBytes: number
  durationMs: number
  /** Marks of an M4B, in its own time; an MP3 is one chapter. */
  chapters: ChapterMark[]
}

export interface AssembledBook {
  files: AssembledFile[]
  /** Sums of the planned chapters, gaps included. */
  durationMs: number
  /** What a producer should know, as sentences. */
  warnings: string[]
}

/** The share of the work that encoding is. */
const ENCODING_SHARE = 0.95
const MS_AN_HOUR = 3_600_000
const TEMP_FOLDER = /^assembly-[0-9a-f]+\.part$/

/**
 * Makes a book's finished files out of its chunks and puts them into the delivery folder, all at once at the end.
 *
 * Encoded chapters are kept, so that another run encodes only what is missing or changed. Nothing but whole, read back
 * files ever appears in the delivery folder; files of an earlier run under other names are left there.
 */
export async function assembleBook(options: AssembleOptions): Promise<AssembledBook> {
  const { workDir, deliveryDir, chapters } = options
  const chaptersDir = join(workDir, 'chapters')
  await mkdir(chaptersDir, { recursive: true })
  await mkdir(deliveryDir, { recursive: true })
  for (const name of await readdir(workDir)) {
    if (TEMP_FOLDER.test(name)) await removeFolder(join(workDir, name))
  }
  const tempDir = join(workDir, `assembly-${randomBytes(4).toString('hex')}.part`)
  await mkdir(tempDir)
  try {
    const concurrency = options.concurrency ?? availableParallelism()
    const cover = options.coverFile && (await embeddedCover(options.coverFile, { ...options, tempDir }))
    const encodings = await encodeBook({
      ...options,
      ...{ chaptersDir, tempDir, concurrency },
      onProgress: (value) => options.onProgress?.(value * ENCODING_SHARE),
    })
    const finished = await finishFiles(encodings, { ...options, coverFile: cover, concurrency }, tempDir)
    const files: AssembledFile[] = []
    for (const file of finished) {
      const delivered = join(deliveryDir, basename(file.file))
      await rename(file.file, delivered)
      files.push({ ...file, file: delivered })
    }
    await pruneEncodings(chaptersDir, new Set(encodings.map(({ key }) => key)))
    options.onProgress?.(1)
    const durationMs = chapters.reduce((sum, chapter) => sum + plannedDurationMs(chapter), 0)
    return { files, durationMs, warnings: warningsOf(options) }
  } finally {
    await removeFolder(tempDir)
  }
}

async function finishFiles(
  encodings: readonly ChapterEncoding[],
  options: AssembleOptions & { concurrency: number },
  tempDir: string,
): Promise<AssembledFile[]> {
  const { ffmpeg, tags, coverFile, formats, encoding } = options
  const context: FinishContext = { ffmpeg, tags, coverFile, encoding, tempDir }
  const names = deliveryNames(tags.title, tags.author)
  const tasks: ((context: FinishContext) => Promise<Omit<AssembledFile, 'sizeBytes'>>)[] = []
  if (formats.includes('m4b')) {
    const parts = partsOf(options)
    for (const [index, { start, end }] of parts.entries()) {
      const part = { index: index + 1, count: parts.length }
      const chapters = encodings.slice(start, end).map((item) => encodedChapter(item, 'm4b'))
      const file = join(tempDir, names.m4b(part.index, part.count))
      tasks.push(async (task) => ({ kind: 'm4b', file, ...(await finishM4b(file, chapters, part, task)) }))
    }
  }
  if (formats.includes('mp3')) {
    for (const [index, item] of encodings.entries()) {
      const place = { index: index + 1, count: encodings.length }
      const file = join(tempDir, names.mp3(place.index, place.count, item.chapter.title))
      const chapter = { ...encodedChapter(item, 'mp3'), ...place }
      tasks.push(async (task) => ({
        kind: 'mp3',
        file,
        chapters: [],
        durationMs: await finishMp3(file, chapter, task),
      }))
    }
  }
  const files: AssembledFile[] = []
  await runPool([...tasks.entries()], options, async ([index, task], signal) => {
    const finished = await task({ ...context, signal })
    files[index] = { ...finished, sizeBytes: (await stat(finished.file)).size }
  })
  return files
}

function encodedChapter({ chapter, outputs }: ChapterEncoding, format: DeliveryFormat): EncodedChapter {
  const file = outputs.find((output) => output.format === format)?.file
  if (file === undefined) throw new Error(`Chapter "${chapter.title}" was not planned as ${format}`)
  return { title: chapter.title, file }
}

function partsOf({ chapters, maxPartHours }: AssembleOptions): PartRange[] {
  return planParts(chapters.map(plannedDurationMs), maxPartHours * MS_AN_HOUR)
}

function warningsOf({ chapters, maxPartHours, formats }: AssembleOptions): string[] {
  const tooLong = chapters.filter((chapter) => plannedDurationMs(chapter) > maxPartHours * MS_AN_HOUR)
  return !formats.includes('m4b')
    ? []
    : tooLong.map(
        (chapter) =>
          `Chapter "${chapter.title}" alone is longer than ${maxPartHours} hours: its part exceeds the limit.`,
      )
}

/** Tries again for a while: the ffmpeg of a killed studio may still have files open in there. */
async function removeFolder(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true, maxRetries: 5 })
}
