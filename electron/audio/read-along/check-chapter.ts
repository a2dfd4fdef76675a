import { checkOverlay } from './check-overlay.ts'
import type { PackagePromises } from './check-package.ts'
import { checkPage } from './check-page.ts'
import { checkWords } from './check-words.ts'
import type { EpubReader } from './epub-reader.ts'
import type { ReadAlongChapter } from './read-along.ts'

/** Checks a chapter's page with its overlay and returns how much of it is heard. */
export async function checkChapter(
  reader: EpubReader,
  { items, durationsMs }: PackagePromises,
  path: string,
  chapter: ReadAlongChapter,
  faults: string[],
): Promise<{ durationMs: number; sentences: number }> {
  const document = await reader.readDocument(path)
  const ids = checkPage(document, path, (target) => items.has(target), faults)
  const overlay = items.get(path)?.overlay ?? null
  if (overlay === null) {
    await checkWords(document, { path, ids, clips: [] }, chapter, faults)
    return { durationMs: 0, sentences: 0 }
  }
  if (items.get(overlay)?.type !== 'application/smil+xml') faults.push(`${overlay} is no overlay`)
  const isSound = (target: string): boolean => items.get(target)?.type.startsWith('audio/') === true
  const place = { path: overlay, page: path, ids, isSound, durationMs: chapter.durationMs }
  const clips = checkOverlay(await reader.readDocument(overlay), place, faults)
  await checkWords(document, { path, ids, clips }, chapter, faults)
  const durationMs = clips.reduce((sum, { beginMs, endMs }) => sum + endMs - beginMs, 0)
  const saidMs = durationsMs.get(overlay)
  if (saidMs !== durationMs)
    faults.push(`${overlay} lasts ${durationMs} ms in place of ${saidMs ?? 'an unknown number of'} ms`)
  return { durationMs, sentences: clips.length }
}
