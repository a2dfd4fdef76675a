import { join } from 'node:path'
import { plannedDurationMs } from '#electron/audio/plan-chapter.ts'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import { openProductionEdition } from '../production-edition.ts'
import { partsOf } from '../release/parts.ts'
import type { StepContext } from '../step.ts'

/** Plans the finished book and writes the plan beside the parts: which chapters, how long, in which part. */
export async function audioCombinationPlanned(context: StepContext): Promise<void> {
  const { foundry, title, narrator, database, productionId } = context
  const { recipe } = await openProductionEdition(context)
  const parts = partsOf(recipe).map(({ tracks }) => {
    const chapters = tracks.map(({ title, plan }) => ({ title, durationMs: plannedDurationMs(plan) }))
    return { chapters, durationMs: chapters.reduce((sum, { durationMs }) => sum + durationMs, 0) }
  })
  const partsDir = foundry.partsDir(title.bookId, narrator.narratorId)
  await writeFileAtomic(join(partsDir, 'plan.json'), `${JSON.stringify({ schemaVersion: 1, parts }, null, 2)}\n`)
  const totalMs = parts.reduce((sum, { durationMs }) => sum + durationMs, 0)
  database.productions.update(productionId, { audioDurationSeconds: totalMs / 1000 })
}
