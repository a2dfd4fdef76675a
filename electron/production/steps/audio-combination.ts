import { stat } from 'node:fs/promises'
import { buildFormats } from '../production-edition.ts'
import type { StepContext } from '../step.ts'

/** Masters, encodes and joins the chapters into the finished sound files, with marks, tags and the cover. */
export async function audioCombination(context: StepContext): Promise<void> {
  const { database, productionId, workspace, title, narrator } = context
  await buildFormats(context, ['m4b', 'mp3', 'mp3-parts', 'flac', 'opus'])
  const { coverPath, files = [] } = context.production().metadata
  const sounds = files.filter(({ kind }) => kind !== 'cover')
  const cover = coverPath === undefined ? [] : [await coverFile(coverPath, workspace.resolve(coverPath))]
  database.transaction(() => {
    database.productions.update(productionId, { metadata: { files: [...sounds, ...cover] } })
    database.titles.setAudiobook(title.bookId, { complete: true, narratorId: narrator.narratorId })
  })
}

async function coverFile(path: string, file: string) {
  return { kind: 'cover' as const, path, bytes: (await stat(file)).size, durationSeconds: null }
}
