import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'

/** Told while a file hovers, as browsers do for what they know. */
const TYPES: Readonly<Record<string, string>> = { '.png': 'image/png', '.html': 'text/html' }

/** Drags files over the window or a part of it, as from the system's file manager; `drop` lets go of them. */
export async function dragFiles(
  page: Page,
  paths: readonly string[],
  target: Locator = page.locator('body'),
): Promise<{ drop: () => Promise<void> }> {
  const files = await Promise.all(
    paths.map(async (path) => ({
      name: basename(path),
      type: TYPES[extname(path)] ?? '',
      base64: (await readFile(path)).toString('base64'),
    })),
  )
  const transfer = await page.evaluateHandle((contents) => {
    const dragged = new DataTransfer()
    for (const { name, type, base64 } of contents) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      dragged.items.add(new File([bytes], name, { type }))
    }
    return dragged
  }, files)
  // A page says that it takes what hovers over it by preventing the default; one that still starts takes nothing yet.
  const hover = (): Promise<boolean> =>
    target.evaluate((element, dataTransfer) => {
      const isTaken = (type: string) =>
        !element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
      isTaken('dragenter')
      return isTaken('dragover')
    }, transfer)
  await expect.poll(hover, 'the window takes files').toBe(true)
  return {
    drop: async () => {
      await target.dispatchEvent('drop', { dataTransfer: transfer })
      await transfer.dispose()
    },
  }
}
