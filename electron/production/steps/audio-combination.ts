import { rm, stat } from 'node:fs/promises'
import { assembleBook, type AssembleOptions } from '#electron/audio/assemble.ts'
import type { ChapterPlan } from '#electron/audio/plan-chapter.ts'
import { sha256Of } from '#electron/library/book-files.ts'
import type { DeliveredFile } from '#shared/models/production.ts'
import { planBook } from '../plan-book.ts'
import type { StepContext } from '../step.ts'
import { Stopped } from '../stopped.ts'

/**
 * Encodes and joins the chapters into the finished files, with marks, tags and the cover.
 *
 * Does nothing when the files are there and were made from the same takes, settings, tags and cover.
 */
export async function audioCombination(context: StepContext): Promise<void> {
  const { database, productionId, workspace, title, narrator, signal } = context
  const { deliveryKey, coverPath, files: earlier = [] } = context.production().metadata
  const recipe = recipeOf(context, await planBook(context))
  const key = deliveryKeyOf(recipe)
  if (key === deliveryKey && (await areDelivered(context, earlier))) return

  const progress = { chunksDone: 0, chunksTotal: 0, charactersPerSecond: null, etaMs: null }
  const book = await assembleBook({
    ...recipe,
    ffmpeg: context.ffmpeg,
    coverFile: coverPath === undefined ? null : workspace.resolve(coverPath),
    workDir: context.foundry.narratorDir(title.bookId, narrator.narratorId),
    deliveryDir: context.foundry.deliveryDir(title.bookId, narrator.narratorId),
    signal,
    onProgress: (value) => context.report({ value, description: 'Encoding', ...progress }),
  }).catch((error: unknown) => {
    throw signal.aborted ? new Stopped() : error
  })
  for (const warning of book.warnings) context.log.warn(warning, { productionId })

  const delivered: DeliveredFile[] = book.files.map(({ kind, file, sizeBytes, durationMs }) => ({
    kind,
    path: workspace.relative(file),
    bytes: sizeBytes,
    durationSeconds: durationMs / 1000,
  }))
  if (coverPath !== undefined) {
    const { size } = await stat(workspace.resolve(coverPath))
    delivered.push({ kind: 'cover', path: coverPath, bytes: size, durationSeconds: null })
  }
  await removeOutdated(context, earlier, delivered)
  database.transaction(() => {
    database.productions.update(productionId, {
      audioDurationSeconds: book.durationMs / 1000,
      metadata: { files: delivered, deliveryKey: key },
    })
    database.titles.setAudiobook(title.bookId, { complete: true, narratorId: narrator.narratorId })
  })
}

type Recipe = Pick<AssembleOptions, 'chapters' | 'tags' | 'formats' | 'encoding' | 'maxPartHours'> & {
  coverPath: string | null
}

/** All that the finished files depend on. */
function recipeOf({ title, narrator, workspace, production }: StepContext, chapters: ChapterPlan[]): Recipe {
  const { media, audiobook } = workspace.config
  const { formats, coverPath = null } = production().metadata
  return {
    chapters,
    tags: {
      title: title.title,
      author: title.author,
      narrator: narrator.name,
      language: title.language,
      year: title.publicationYear,
      description: `${title.title} by ${title.author}, narrated by ${narrator.name} (synthetic voice).`,
    },
    coverPath,
    formats,
    encoding: {
      sampleRateHz: media.sample_rate_hz,
      aacKbps: media.aac_kbps,
      mp3Kbps: media.mp3_kbps,
      roomToneDbfs: audiobook.room_tone_dbfs,
    },
    maxPartHours: audiobook.max_part_hours,
  }
}

/** Takes count by their keys and a cover by its name, which says what it was made from: no path of this machine. */
function deliveryKeyOf({ chapters, ...rest }: Recipe): string {
  const sounds = chapters.map(({ title, segments }) => [
    title,
    segments.map((segment) => (segment.kind === 'gap' ? segment.durationMs : segment.key)),
  ])
  return sha256Of(JSON.stringify([sounds, rest]))
}

async function areDelivered({ workspace }: StepContext, files: readonly DeliveredFile[]): Promise<boolean> {
  for (const { path, bytes } of files) {
    const found = await stat(workspace.resolve(path)).catch(() => null)
    if (found?.size !== bytes) return false
  }
  return files.length > 0
}

/** Files that an earlier run delivered under names that no longer hold; formats that were not asked for now stay. */
async function removeOutdated(
  context: StepContext,
  earlier: readonly DeliveredFile[],
  delivered: readonly DeliveredFile[],
): Promise<void> {
  const current = new Set(delivered.map(({ path }) => path))
  const made: readonly string[] = context.production().metadata.formats
  for (const { kind, path } of earlier) {
    if (made.includes(kind) && !current.has(path)) await rm(context.workspace.resolve(path), { force: true })
  }
}
