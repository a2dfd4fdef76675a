import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { copyFileAtomic } from './atomic-file.ts'
import { type BookMetadata, Foundry } from './foundry.ts'
import { FOLDER_ID } from './foundry-schema.ts'
import type { ShelvedBook } from './shelve-book.ts'

/** In the order in which they are copied; the metadata makes the folder a book and comes last. */
const TEXT_ENTRIES = ['source', 'text', 'images', 'metadata.json']
const MADE_ENTRIES = ['audiobook', 'videos']

/**
 * Takes the folder of a book from another foundry, with its audio: copies what this foundry does not have yet.
 *
 * Throws `book.notABook` for any other folder, `book.damaged` for an incomplete one, and `book.conflict` when this
 * foundry holds the book with another text.
 */
export async function adoptFolder(foundry: Foundry, folder: string): Promise<ShelvedBook> {
  const metadata = await readFolder(folder)
  const home = foundry.bookDir(metadata.bookId)
  if ((await realpath(folder)) === (await realpath(home).catch(() => null))) return { status: 'unchanged', metadata }

  const known = await foundry.findIntact(metadata.bookId)
  if (known !== null && known.source.sha256 !== metadata.source.sha256) {
    throw new AppError(
      'book.conflict',
      `The foundry already holds ${known.title} (${known.bookId}) with another text. Import the source file of the one you want.`,
    )
  }
  let copied = 0
  for (const entry of MADE_ENTRIES) copied += await copyTree(join(folder, entry), join(home, entry), false)
  if (known !== null) return { status: copied === 0 ? 'unchanged' : 'updated', metadata: known }
  for (const entry of TEXT_ENTRIES) await copyTree(join(folder, entry), join(home, entry), true)
  return { status: 'created', metadata }
}

/** The metadata of a folder that is a book with all its text; throws `book.notABook` or `book.damaged`. */
export async function readFolder(path: string): Promise<BookMetadata> {
  const folder = resolve(path)
  const name = basename(folder)
  const shelf = new Foundry(dirname(folder))
  const isBook = FOLDER_ID.test(name) && (await kindOf(shelf.metadataFile(name))) === 'file'
  if (!isBook) {
    throw new AppError(
      'book.notABook',
      `${folder} is not the folder of a book: it has no metadata.json. Import a text, HTML or EPUB file.`,
    )
  }
  const metadata = await shelf.readMetadata(name)
  if (await shelf.isIntact(metadata)) return metadata
  throw new AppError(
    'book.damaged',
    `${folder} lacks a part of its text or was changed. Copy it again, or import its source file.`,
  )
}

/** Copies plain files and says how many: a link in a foreign folder could point anywhere. */
async function copyTree(from: string, to: string, shouldReplace: boolean): Promise<number> {
  const kind = await kindOf(from)
  if (kind === null || from.endsWith('.part')) return 0
  if (kind === 'file') {
    if (!shouldReplace && (await kindOf(to)) !== null) return 0
    await copyFileAtomic(from, to)
    return 1
  }
  let copied = 0
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const isPlain = entry.isFile() || entry.isDirectory()
    if (isPlain) copied += await copyTree(join(from, entry.name), join(to, entry.name), shouldReplace)
  }
  return copied
}

async function kindOf(path: string): Promise<'file' | 'folder' | null> {
  const found = await stat(path).catch(() => null)
  if (found === null) return null
  return found.isDirectory() ? 'folder' : 'file'
}
