import { unzipSync } from 'fflate'
import { AppError } from '#shared/models/app-error.ts'

/** Limits for archives; books are far below them. */
const MAX_ENTRIES = 10_000
const MAX_TEXT_BYTES = 100_000_000
const MAX_RATIO = 200

export interface ZipEntry {
  name: string
  compressedBytes: number
  bytes: number
}

/** An archive that was listed but not unpacked. */
export interface ZipArchive {
  entries: ZipEntry[]
  /** Unpacks these entries; missing ones are left out. */
  read(names: readonly string[]): Map<string, Uint8Array>
}

/** True for the signature of a zip file. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && (bytes[3] === 4 || bytes[3] === 6)
  )
}

/** Lists an archive and refuses one that is encrypted, damaged or made to do harm. */
export function openZip(bytes: Uint8Array, fileName: string): ZipArchive {
  if (bytes[2] === 3 && ((bytes[6] ?? 0) & 1) === 1) {
    throw new AppError('book.encrypted', `"${fileName}" is encrypted; save it without a password and import it again.`)
  }
  const entries: ZipEntry[] = []
  unpack(bytes, fileName, (file) => {
    entries.push({ name: file.name, compressedBytes: file.size, bytes: file.originalSize })
    if (entries.length > MAX_ENTRIES) {
      throw new AppError(
        'book.archiveTooLarge',
        `"${fileName}" holds more than ${MAX_ENTRIES} files, which no book does.`,
      )
    }
    return false
  })
  for (const { name } of entries) {
    if (/(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[a-z]:/i.test(name) || name.includes('\0')) {
      throw new AppError(
        'book.unsafeArchive',
        `"${fileName}" holds a path that leaves the archive ("${name.slice(0, 60)}"), so it is not opened.`,
      )
    }
  }
  return { entries, read: (names) => readEntries(bytes, fileName, entries, new Set(names)) }
}

function readEntries(
  bytes: Uint8Array,
  fileName: string,
  entries: readonly ZipEntry[],
  names: ReadonlySet<string>,
): Map<string, Uint8Array> {
  let total = 0
  for (const entry of entries) {
    if (!names.has(entry.name)) continue
    total += entry.bytes
    const isBomb = entry.bytes > 1_000_000 && entry.bytes > entry.compressedBytes * MAX_RATIO
    if (isBomb || total > MAX_TEXT_BYTES) {
      throw new AppError(
        'book.archiveTooLarge',
        `"${fileName}" would unpack to ${Math.round(total / 1_000_000)} MB from ${Math.ceil(bytes.length / 1_000_000)} MB, which no book does.`,
      )
    }
  }
  return new Map(Object.entries(unpack(bytes, fileName, ({ name }) => names.has(name))))
}

/** fflate reserves the declared size and never writes beyond it, so a lie in the directory costs nothing. */
function unpack(
  bytes: Uint8Array,
  fileName: string,
  filter: (file: { name: string; size: number; originalSize: number }) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter })
  } catch (error: unknown) {
    if (error instanceof AppError) throw error
    throw new AppError(
      'book.damagedArchive',
      `"${fileName}" is a damaged or unfinished zip archive; download it again.`,
      { cause: error },
    )
  }
}
