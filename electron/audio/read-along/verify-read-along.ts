import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { checkChapter } from './check-chapter.ts'
import { checkNavigation } from './check-navigation.ts'
import { checkPackage } from './check-package.ts'
import type { PackagePromises } from './check-package.ts'
import { checkPage } from './check-page.ts'
import { EpubReader } from './epub-reader.ts'
import type { ReadAlongContent, ReadAlongFacts } from './read-along.ts'

const MIMETYPE = 'application/epub+zip'
const FAULTS_SHOWN = 5

interface VerifyOptions {
  signal?: AbortSignal | undefined
  /** 0–1. */
  onProgress?: ((progress: number) => void) | undefined
}

/**
 * Reads a read-along back: archive and checksums, package, pages, overlays, and that it is this book, word for word.
 *
 * `media.fileIncomplete` names what is wrong; an abort rejects with the signal's reason.
 */
export async function verifyReadAlong(
  file: string,
  expected: ReadAlongContent,
  { signal, onProgress }: VerifyOptions = {},
): Promise<ReadAlongFacts> {
  const faults: string[] = []
  let reader: EpubReader | null = null
  try {
    const { size } = await stat(file)
    let readBytes = 0
    reader = await EpubReader.open(file, (bytes) => onProgress?.(Math.min(1, (readBytes += bytes) / size)))
    const facts = await verify(reader, expected, faults, signal)
    if (faults.length === 0) return { ...facts, sizeBytes: size }
  } catch (error: unknown) {
    if (signal?.aborted === true) throw error
    faults.push(messageOf(error))
  } finally {
    reader?.close()
  }
  const message = `${basename(file)} was not written as planned: ${faults.slice(0, FAULTS_SHOWN).join('; ')}.`
  throw new AppError('media.fileIncomplete', message, { data: { faults } })
}

async function verify(
  reader: EpubReader,
  expected: ReadAlongContent,
  faults: string[],
  signal: AbortSignal | undefined,
): Promise<Omit<ReadAlongFacts, 'sizeBytes'>> {
  await checkMimetype(reader, faults)
  const container = await reader.readDocument('META-INF/container.xml')
  const path = container.elements.find(({ name }) => name === 'rootfile')?.attributes.get('full-path') ?? ''
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const promises = checkPackage(await reader.readDocument(path), folder, new Set(reader.entries.keys()), faults)
  const front = await checkFront(reader, promises, expected.coverFile !== null, faults)
  const pages = promises.spine.slice(front)
  await checkNavigation(reader, promises, pages, expected.chapters, faults)
  const styles = await readStyles(reader, promises)
  if (!new RegExp(`\\.${promises.activeClass}\\s*\\{`).test(styles) || promises.activeClass === '') {
    faults.push(`no style "${promises.activeClass}" shows what is spoken`)
  }
  let durationMs = 0
  let sentences = 0
  for (const [index, page] of pages.entries()) {
    signal?.throwIfAborted()
    const chapter = expected.chapters[index]
    if (chapter === undefined) break
    const heard = await checkChapter(reader, promises, page, chapter, faults)
    durationMs += heard.durationMs
    sentences += heard.sentences
  }
  const saidMs = promises.totalDurationMs
  if (saidMs !== durationMs) faults.push(`it says ${saidMs} ms, its clips last ${durationMs} ms`)
  await reader.readRest(signal)
  return { durationMs, sentences }
}

/** The first entry, stored, without an extra field: programs look for it at byte 38. */
async function checkMimetype(reader: EpubReader, faults: string[]): Promise<void> {
  const first = [...reader.entries.values()][0]
  const isPlain = first?.fileName === 'mimetype' && first.compressionMethod === 0
  if (!isPlain || (await reader.dataStart('mimetype')) !== 38 || (await reader.readText('mimetype')) !== MIMETYPE) {
    faults.push('it does not begin with its type')
  }
}

/** Checks the pages before the first chapter and returns how many there are. */
async function checkFront(
  reader: EpubReader,
  { items, spine }: PackagePromises,
  hasCover: boolean,
  faults: string[],
): Promise<number> {
  const covers = [...items.values()].filter(({ properties }) => properties.includes('cover-image'))
  if (covers.length !== (hasCover ? 1 : 0)) faults.push(hasCover ? 'it has no cover' : 'it has a cover')
  const count = hasCover ? 2 : 1
  for (const path of spine.slice(0, count)) {
    checkPage(await reader.readDocument(path), path, (target) => items.has(target), faults)
  }
  return count
}

async function readStyles(reader: EpubReader, { items }: PackagePromises): Promise<string> {
  const styles = [...items.values()].filter(({ type }) => type === 'text/css')
  return (await Promise.all(styles.map(({ path }) => reader.readText(path)))).join('\n')
}
