import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, link, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const PART = '.part'

/** Errors that say "this file system cannot link", not "something is wrong". */
const CANNOT_LINK = new Set(['EXDEV', 'EPERM', 'EACCES', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EINVAL'])

/** Writes a file so that a reader, and a kill at any moment, finds the old content or the whole new one; with the permissions of `mode`. */
export async function writeFileAtomic(path: string, data: string | Uint8Array, mode?: number): Promise<void> {
  await replace(path, async (part) => {
    const file = await open(part, 'w', mode === undefined ? undefined : 0o600)
    try {
      if (mode !== undefined) await file.chmod(mode)
      await file.writeFile(data)
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

/** As `writeFileAtomic`, behind a link too; without a `mode` the file keeps its permissions, which may guard secrets. */
export async function replaceFileAtomic(path: string, data: string | Uint8Array, mode?: number): Promise<void> {
  const place = await realpath(path).catch(() => path)
  const known = (await stat(place).catch(() => null))?.mode
  await writeFileAtomic(place, data, mode ?? (known === undefined ? undefined : known & 0o777))
}

/** Copies a file as `writeFileAtomic` writes one; a copy on write where the file system has it. */
export async function copyFileAtomic(from: string, to: string): Promise<void> {
  await replace(to, async (part) => {
    await copyFile(from, part, constants.COPYFILE_FICLONE)
    await sync(part, 'r+')
  })
}

/** Gives a file a second name without a second copy of its bytes; copies where that is impossible. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await replace(to, (part) => link(from, part))
  } catch (error: unknown) {
    if (!(error instanceof Error && 'code' in error && CANNOT_LINK.has(String(error.code)))) throw error
    await copyFileAtomic(from, to)
  }
}

/** Removes what killed writers left in a folder; does nothing without the folder. */
export async function removeParts(dir: string): Promise<void> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  for (const name of names) if (name.endsWith(PART)) await rm(join(dir, name), { recursive: true, force: true })
}

/** The random name keeps two writers of the same file out of each other's part. */
async function replace(path: string, make: (part: string) => Promise<void>): Promise<void> {
  const part = `${path}.${randomUUID().slice(0, 8)}${PART}`
  await mkdir(dirname(path), { recursive: true })
  try {
    await make(part)
    await rename(part, path)
  } finally {
    // Also after success: renaming one hard link onto another of the same file leaves both.
    await rm(part, { force: true })
  }
  // Windows cannot open a folder and keeps its renames by itself.
  if (process.platform !== 'win32') await sync(dirname(path), 'r')
}

async function sync(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
