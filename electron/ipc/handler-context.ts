import type { HostKind } from '#shared/models/studio.ts'
import type { LiveStudio } from '#electron/studio/live-studio.ts'
import type { StudioHost } from '#electron/studio/studio-host.ts'
import type { Broadcast } from './broadcast.ts'

/** What only the host of the window can do. */
export interface HostShell {
  kind: HostKind
  /** Paths that the producer chose in a dialog of the system; none when it was closed. Throws `host.noDialog` in a browser. */
  chooseBooks(kind: 'files' | 'folder'): Promise<string[]>
  /** Shows a file in the system's file manager. Throws `host.noFileManager` in a browser. */
  showFile(path: string): void
  /** Prints a page on the disk to a PDF that the producer names; null when the dialog was closed. Throws `host.noPrinter` in a browser. */
  savePdf(path: string, suggestedName: string): Promise<string | null>
}

/** What handlers work with. */
export interface HandlerContext {
  host: StudioHost
  shell: HostShell
  broadcast: Broadcast
  /** The open environment; throws `studio.closed` with the reason when there is none. */
  studio: () => LiveStudio
}
