import { readdir, rm, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { linkOrCopy } from '#electron/library/atomic-file.ts'
import type { StepContext } from '../step.ts'
import { Stopped } from '../stopped.ts'
import { listTakes } from '../takes.ts'

/** Puts every take where a listener of the folder looks for it: `chunks/ch001/0001.flac`. */
export async function audioFilesMoved(context: StepContext): Promise<void> {
  const { database, productionId, foundry, title, narrator, workspace } = context
  const takes = await listTakes(context)
  const placed = new Set<string>()
  let sizeBytes = 0
  for (const chunk of database.chunks.list(productionId)) {
    if (context.signal.aborted) throw new Stopped()
    const take = takes.get(chunk.audioKey)
    if (take === undefined) throw takeMissing(context.chapterName(chunk.chapterIndex), chunk.chunkIndex)
    const extension = extname(take).slice(1)
    const place = foundry.chunkFile(title.bookId, narrator.narratorId, chunk.chapterIndex, chunk.chunkIndex, extension)
    const wanted = await stat(take)
    const found = await stat(place).catch(() => null)
    const isOutdated = found === null || found.size !== wanted.size || found.mtimeMs < wanted.mtimeMs
    if (isOutdated || chunk.audioPath !== workspace.relative(place)) {
      await linkOrCopy(take, place)
      database.chunks.setAudioPath(chunk.id, workspace.relative(place))
    }
    placed.add(place)
    sizeBytes += wanted.size
  }
  await removeOthers(join(foundry.takesDir(title.bookId, narrator.narratorId), '..'), placed)
  database.productions.update(productionId, { totalAudioFiles: placed.size, audioFileSizeBytes: sizeBytes })
}

/** Links of an earlier, longer plan; their takes stay. */
async function removeOthers(chunksDir: string, placed: ReadonlySet<string>): Promise<void> {
  for (const folder of (await readdir(chunksDir)).filter((name) => /^ch\d+$/.test(name))) {
    for (const name of await readdir(join(chunksDir, folder))) {
      const file = join(chunksDir, folder, name)
      if (!placed.has(file)) await rm(file)
    }
  }
}

function takeMissing(chapterName: string, chunkIndex: number): AppError {
  return new AppError(
    'production.takeMissing',
    `The audio of passage ${chunkIndex} of “${chapterName}” was removed while the production ran. Try again to render it.`,
  )
}
