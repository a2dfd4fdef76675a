import { open } from 'node:fs/promises'

/** Flushes a file that another program wrote, so that it is whole when it is renamed. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
