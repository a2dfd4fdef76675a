import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { sha256Of } from './book-files.ts'

const MB = 1024 * 1024

/** The largest archive, pictures and all, and the largest text: thirty times a long novel. */
const LARGEST = { archiveBytes: 100 * MB, textBytes: 32 * MB }

/** A dropped file as it is on disk. */
export interface SourceFile {
  name: string
  bytes: Uint8Array
  sha256: string
}

/** Reads a file that may become a book; throws `book.missing`, `.notAFile`, `.empty`, `.tooLarge` or `.unreadable`. */
export async function readSource(path: string): Promise<SourceFile> {
  const name = basename(path)
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new AppError('book.notAFile', `${path} is not a file. Choose a text, HTML or EPUB file.`)
    if (found.size === 0) throw new AppError('book.empty', `${name} is empty (0 bytes). Download it again.`)
    if (found.size > LARGEST.archiveBytes) throw tooLarge(name, found.size, LARGEST.archiveBytes)
    const bytes = await readFile(path)
    const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b
    if (!isArchive && bytes.length > LARGEST.textBytes) throw tooLarge(name, bytes.length, LARGEST.textBytes)
    return { name, bytes, sha256: sha256Of(bytes) }
  } catch (error: unknown) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (error instanceof AppError) throw error
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new AppError('book.missing', `There is no file ${path}. Check its name and folder.`, { cause: error })
    }
    throw new AppError(
      'book.unreadable',
      `${path} cannot be read (${code || 'unknown reason'}). Check its permissions.`,
      {
        cause: error,
      },
    )
  }
}

function tooLarge(name: string, bytes: number, largest: number): AppError {
  const inMb = (size: number): string => (size / MB).toFixed(0)
  return new AppError(
    'book.tooLarge',
    `${name} has ${inMb(bytes)} MB; the studio reads books of up to ${inMb(largest)} MB.`,
  )
}
