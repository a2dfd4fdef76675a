import { AppError } from '#shared/models/app-error.ts'
import type { HostShell } from '#electron/ipc/handler-context.ts'

/** What a window in a browser has of the system: nothing, since it may be on another machine. */
export const BROWSER_SHELL: HostShell = {
  kind: 'browser',
  chooseBooks: () =>
    Promise.reject(
      new AppError('host.noDialog', 'In a browser, drop the books on the window or pick them with its own dialog.'),
    ),
  showFile: () => {
    throw new AppError('host.noFileManager', 'A browser cannot show the folder of a file. The desktop window can.')
  },
  savePdf: () =>
    Promise.reject(new AppError('host.noPrinter', 'In a browser, open the report and print it from there.')),
}
