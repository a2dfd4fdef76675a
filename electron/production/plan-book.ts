import { planChapter, type ChapterPlan, type SpokenChunk } from '#electron/audio/plan-chapter.ts'
import type { ChunkRow } from '#electron/database/repositories/chunk.ts'
import { AppError } from '#shared/models/app-error.ts'
import { narratableChapters } from './narratable.ts'
import type { StepContext } from './step.ts'

/**
 * Every chapter of the finished book as a list of speech and gaps.
 *
 * The credits are no chapters of their own: they open the first chapter and close the last one.
 */
export async function planBook(context: StepContext): Promise<ChapterPlan[]> {
  const { database, productionId, workspace } = context
  const { entries } = await narratableChapters(context)
  const rows = database.chunks.list(productionId)
  const lastIndex = entries.at(-1)?.index ?? 0
  const firstIndex = entries[0]?.index ?? 0
  const homeOf = (row: ChunkRow) =>
    row.role === 'opening' ? firstIndex : row.role === 'closing' ? lastIndex : row.chapterIndex

  const byChapter = new Map<number, ChunkRow[]>()
  for (const row of rows) {
    const chapter = byChapter.get(homeOf(row))
    if (chapter === undefined) byChapter.set(homeOf(row), [row])
    else chapter.push(row)
  }
  return entries.map(({ index, title }) => {
    const chunks = (byChapter.get(index) ?? []).map((row) => spoken(row, context))
    return planChapter(title, chunks, workspace.config.audiobook.pauses)
  })
}

function spoken(row: ChunkRow, { workspace, chapterName }: StepContext): SpokenChunk {
  if (row.audioPath === null || row.durationMs === null) {
    throw new AppError(
      'production.chunkMissing',
      `Passage ${row.chunkIndex} of “${chapterName(row.chapterIndex)}” has no audio. Try again to render it.`,
    )
  }
  const { audioKey, role, ending, durationMs } = row
  // A take that was rendered again may sound a little different, and then lasts a little longer or shorter.
  const key = `${audioKey}.${durationMs}`
  return { key, file: workspace.resolve(row.audioPath), durationMs, role, ending }
}
