import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'

/** Prints a page that lies on the disk to a PDF that the producer names; null when the dialog was closed. */
export async function printPdf(parent: BrowserWindow, file: string, suggestedName: string): Promise<string | null> {
  const { filePath } = await dialog.showSaveDialog(parent, {
    title: 'Save the report',
    defaultPath: join(app.getPath('documents'), suggestedName),
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  })
  if (!filePath) return null
  await writeFile(filePath, await printed(file))
  return basename(filePath)
}

/** In a window of its own, without scripts and apart from the studio's session. */
async function printed(file: string): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, javascript: false, partition: 'printing' },
  })
  try {
    await window.loadFile(file)
    return await window.webContents.printToPDF({ pageSize: 'A4', printBackground: true })
  } finally {
    window.destroy()
  }
}
