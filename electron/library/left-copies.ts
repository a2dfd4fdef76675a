import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A whole copy of a dropped file in a folder of its own. */
export interface LeftCopy {
  name: string
  spool: string
}

/** The copies below the folder that an earlier studio has not settled; half written ones are removed. */
export async function leftCopies(incomingDir: string): Promise<LeftCopy[]> {
  const copies: LeftCopy[] = []
  for (const folder of await namesIn(incomingDir)) {
    const spool = join(incomingDir, folder)
    const name = (await namesIn(spool)).find((file) => !file.endsWith('.part'))
    if (name === undefined) await rm(spool, { recursive: true, force: true })
    else copies.push({ name, spool })
  }
  return copies
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).sort()
  } catch (error) {
    // Nothing was ever dropped here, or it is a file that is none of ours.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}
