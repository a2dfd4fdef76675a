import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readAudioInfo } from '#electron/audio/audio-info.ts'
import type { ChunkRow } from '#electron/database/repositories/chunk.ts'
import type { StepContext } from './step.ts'

/** A workflow that saves several files numbers them: the first one is the take. */
const TAKE = /^([0-9a-f]{32})(?:_1)?\.(?!part$)\w+$/

/** Audio key → file of every take that this narrator has of this title. */
export async function listTakes({
  foundry,
  title,
  narrator,
}: Pick<StepContext, 'foundry' | 'title' | 'narrator'>): Promise<Map<string, string>> {
  const dir = foundry.takesDir(title.bookId, narrator.narratorId)
  await mkdir(dir, { recursive: true })
  const takes = new Map<string, string>()
  for (const name of await readdir(dir)) {
    const key = TAKE.exec(name)?.[1]
    if (key !== undefined) takes.set(key, join(dir, name))
  }
  return takes
}

/**
 * Makes the chunk rows agree with the takes on disk, whoever was killed between file and row.
 *
 * A chunk whose take is there is done; one whose take is gone is pending again and its job renders it anew.
 * Returns false when such a chunk never had a job, because its take was there when it was planned.
 */
export async function reconcileTakes(context: StepContext): Promise<boolean> {
  const { database, productionId, workspace, ffmpeg } = context
  const takes = await listTakes(context)
  const byKey = new Map(database.chunks.list(productionId).map((row) => [row.audioKey, row]))
  let hasEveryJob = true
  for (const row of byKey.values()) {
    const file = takes.get(row.audioKey)
    if (file !== undefined && row.status !== 'done' && !isAwaited(context, row)) {
      const { durationMs, sampleRateHz } = await readAudioInfo(file, ffmpeg)
      database.chunks.markDone(row.audioKey, productionId, {
        audioPath: workspace.relative(file),
        durationMs,
        sampleRateHz,
      })
    }
    if (file !== undefined) continue
    if (row.status !== 'pending') database.chunks.markPending(row.audioKey, productionId)
    const job = row.jobId === null ? null : database.jobs.get(row.jobId)
    if (job === null) hasEveryJob = false
    else if (job.status === 'done' || job.status === 'failed') database.jobs.retry(job.id)
  }
  return hasEveryJob
}

/** A retried job is about to replace the take. */
function isAwaited({ database }: StepContext, { jobId }: ChunkRow): boolean {
  const status = jobId === null ? undefined : database.jobs.get(jobId)?.status
  return status === 'pending' || status === 'processing'
}
