import { dialog, shell, type BrowserWindow } from 'electron'
import type { HostShell } from '#electron/ipc/handler-context.ts'
import { printPdf } from './print-pdf.ts'

/** What the desktop can do for the window: its own dialogs and the file manager. */
export function desktopShell(window: BrowserWindow): HostShell {
  return {
    kind: 'desktop',
    chooseBooks: async (kind) => {
      const { filePaths } = await dialog.showOpenDialog(
        window,
        kind === 'folder'
          ? { title: 'Add a folder of books', properties: ['openDirectory'] }
          : {
              title: 'Add books',
              properties: ['openFile', 'multiSelections'],
              filters: [
                { name: 'Books', extensions: ['html', 'htm', 'xhtml', 'txt', 'epub', 'zip'] },
                { name: 'All files', extensions: ['*'] },
              ],
            },
      )
      return filePaths
    },
    showFile: (path) => shell.showItemInFolder(path),
    savePdf: (path, suggestedName) => printPdf(window, path, suggestedName),
  }
}
