/** Where a command stands in the native menu. */
export type CommandMenu = 'File' | 'View' | 'Go' | 'Playback' | 'Help'

/** Something that can be done from menu, palette and keyboard alike; `Mod` is Ctrl, on a Mac Command. */
export interface Command {
  id: string
  label: string
  menu: CommandMenu
  /** As `Mod+Shift+K`; null without one. */
  shortcut: string | null
}

/** All commands of the window. The window carries them out; menu and palette only name them. */
export const COMMANDS = [
  { id: 'books.add', label: 'Add books…', menu: 'File', shortcut: 'Mod+O' },
  { id: 'books.addFolder', label: 'Add a folder of books…', menu: 'File', shortcut: 'Mod+Shift+O' },
  { id: 'books.addSamples', label: 'Add the sample books', menu: 'File', shortcut: null },
  { id: 'jobs.addFile', label: 'Add a job file…', menu: 'File', shortcut: null },
  { id: 'workflows.import', label: 'Import a workflow…', menu: 'File', shortcut: null },
  { id: 'jobs.retryFailed', label: 'Retry all failed jobs', menu: 'File', shortcut: null },
  { id: 'title.pictures', label: 'Pictures of this title', menu: 'File', shortcut: null },
  { id: 'title.release', label: 'Release this title…', menu: 'File', shortcut: null },
  { id: 'queue.toggle', label: 'Pause or resume the queue', menu: 'File', shortcut: 'Mod+.' },
  { id: 'narrators.create', label: 'New narrator…', menu: 'File', shortcut: 'Mod+Shift+N' },
  { id: 'go.library', label: 'Library', menu: 'Go', shortcut: 'Mod+1' },
  { id: 'go.narrators', label: 'Narrators', menu: 'Go', shortcut: 'Mod+2' },
  { id: 'go.productions', label: 'Productions', menu: 'Go', shortcut: 'Mod+3' },
  { id: 'go.jobs', label: 'Jobs', menu: 'Go', shortcut: 'Mod+4' },
  { id: 'go.servers', label: 'Servers', menu: 'Go', shortcut: 'Mod+5' },
  { id: 'go.workflows', label: 'Workflows', menu: 'Go', shortcut: null },
  { id: 'go.settings', label: 'Settings', menu: 'Go', shortcut: 'Mod+,' },
  { id: 'go.back', label: 'Back', menu: 'Go', shortcut: 'Mod+[' },
  { id: 'palette.open', label: 'Search titles and commands…', menu: 'View', shortcut: 'Mod+K' },
  { id: 'environment.switch', label: 'Switch environment…', menu: 'View', shortcut: 'Mod+Shift+E' },
  { id: 'theme.toggle', label: 'Switch between light and dark', menu: 'View', shortcut: 'Mod+Shift+L' },
  { id: 'activity.open', label: 'Show what is running', menu: 'View', shortcut: 'Mod+Shift+A' },
  { id: 'player.toggle', label: 'Play or pause', menu: 'Playback', shortcut: 'Mod+P' },
  { id: 'player.back', label: 'Back 10 seconds', menu: 'Playback', shortcut: null },
  { id: 'player.forward', label: 'Forward 10 seconds', menu: 'Playback', shortcut: null },
  { id: 'player.close', label: 'Close the player', menu: 'Playback', shortcut: null },
  { id: 'shortcuts.show', label: 'Keyboard shortcuts', menu: 'Help', shortcut: 'Mod+/' },
] as const satisfies readonly Command[]

export type CommandId = (typeof COMMANDS)[number]['id']
