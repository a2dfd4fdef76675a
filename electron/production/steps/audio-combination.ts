import { rm, stat } from 'node:fs/promises'
import { assembleBook } from '#electron/audio/assemble.ts'
import type { DeliveredFile } from '#shared/models/production.ts'
import { Stopped } from '../job-watch.ts'
import { planBook } from '../plan-book.ts'
import type { StepContext } from '../step.ts'

/** Encodes and joins the chapters into the finished files, with marks, tags and the cover. */
export async function audioCombination(context: StepContext): Promise<void> {
  const { database, productionId, workspace, foundry, title, narrator, ffmpeg, signal } = context
  const { media, audiobook } = workspace.config
  const { formats, coverPath, files: earlier = [] } = context.production().metadata
  const progress = { chunksDone: 0, chunksTotal: 0, charactersPerSecond: null, etaMs: null }
  const book = await assembleBook({
    ffmpeg,
    chapters: await planBook(context),
    tags: {
      title: title.title,
      author: title.author,
      narrator: narrator.name,
      language: title.language,
      year: title.publicationYear,
      description: `${title.title} by ${title.author}, narrated by ${narrator.name} (synthetic voice).`,
    },
    coverFile: coverPath === undefined ? null : workspace.resolve(coverPath),
    workDir: foundry.narratorDir(title.bookId, narrator.narratorId),
    deliveryDir: foundry.deliveryDir(title.bookId, narrator.narratorId),
    formats,
    encoding: {
      sampleRateHz: media.sample_rate_hz,
      aacKbps: media.aac_kbps,
      mp3Kbps: media.mp3_kbps,
      roomToneDbfs: audiobook.room_tone_dbfs,
    },
    maxPartHours: audiobook.max_part_hours,
    signal,
    onProgress: (value) => context.report({ value, description: 'Encoding', ...progress }),
  }).catch((error: unknown) => {
    throw signal.aborted ? new Stopped() : error
  })

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
      metadata: { files: delivered },
    })
    database.titles.setAudiobook(title.bookId, { complete: true, narratorId: narrator.narratorId })
  })
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
