import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Page } from '@playwright/test'

/** Drags files over the window, as from the system's file manager; `drop` lets go of them. */
export async function dragFiles(page: Page, paths: readonly string[]): Promise<{ drop: () => Promise<void> }> {
  const files = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), base64: (await readFile(path)).toString('base64') })),
  )
  const transfer = await page.evaluateHandle((contents) => {
    const dragged = new DataTransfer()
    for (const { name, base64 } of contents) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      dragged.items.add(new File([bytes], name))
    }
    return dragged
  }, files)
  const send = (type: string): Promise<void> => page.dispatchEvent('body', type, { dataTransfer: transfer })
  await send('dragenter')
  await send('dragover')
  return {
    drop: async () => {
      await send('drop')
      await transfer.dispose()
    },
  }
}
