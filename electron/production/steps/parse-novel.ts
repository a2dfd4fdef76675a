import { narratableChapters } from '../narratable.ts'
import type { StepContext } from '../step.ts'

/** Finds the chapters that are to be read aloud and counts them. */
export async function parseNovel(context: StepContext): Promise<void> {
  const { entries } = await narratableChapters(context)
  context.database.productions.update(context.productionId, {
    totalChapters: entries.length,
    totalWords: entries.reduce((sum, entry) => sum + entry.words, 0),
  })
}
