import { join } from 'node:path'
import { plannedDurationMs } from '#electron/audio/plan-chapter.ts'
import { planParts } from '#electron/audio/plan-parts.ts'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import { planBook } from '../plan-book.ts'
import type { StepContext } from '../step.ts'

const MS_AN_HOUR = 3_600_000

/** Plans the finished book and writes the plan beside the parts: which chapters, how long, in which part. */
export async function audioCombinationPlanned(context: StepContext): Promise<void> {
  const { foundry, title, narrator, workspace, database, productionId } = context
  const chapters = await planBook(context)
  const durationsMs = chapters.map(plannedDurationMs)
  const parts = planParts(durationsMs, workspace.config.audiobook.max_part_hours * MS_AN_HOUR)
  const plan = {
    schemaVersion: 1,
    parts: parts.map(({ start, end }) => ({
      chapters: chapters.slice(start, end).map(({ title }, at) => ({ title, durationMs: durationsMs[start + at] })),
      durationMs: durationsMs.slice(start, end).reduce((sum, durationMs) => sum + durationMs, 0),
    })),
  }
  const partsDir = foundry.partsDir(title.bookId, narrator.narratorId)
  await writeFileAtomic(join(partsDir, 'plan.json'), `${JSON.stringify(plan, null, 2)}\n`)
  const totalMs = durationsMs.reduce((sum, durationMs) => sum + durationMs, 0)
  database.productions.update(productionId, { audioDurationSeconds: totalMs / 1000 })
}
