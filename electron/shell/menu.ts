import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Broadcast } from '#electron/ipc/broadcast.ts'
import { COMMANDS, type CommandMenu } from '#shared/models/command.ts'

const isMac = process.platform === 'darwin'

/** Sets the native menu: every command of the window, and what the system offers itself. */
export function setMenu(broadcast: Broadcast): void {
  let clicks = 0
  // Each click has a key of its own: two quick ones are two.
  const invoke = (commandId: string): void =>
    broadcast.publish('command.invoked', `${commandId} ${(clicks += 1)}`, { commandId })
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(invoke)))
}

/** The menu as Electron takes it; `invoke` is called with a command's id. */
function menuTemplate(invoke: (commandId: string) => void): MenuItemConstructorOptions[] {
  const commands = (menu: CommandMenu): MenuItemConstructorOptions[] =>
    COMMANDS.filter((command) => command.menu === menu).map(({ id, label, shortcut }) => ({
      id,
      label,
      ...(shortcut !== null && { accelerator: shortcut.replace('Mod', 'CmdOrCtrl') }),
      click: () => invoke(id),
    }))
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const tools: MenuItemConstructorOptions[] = app.isPackaged ? [] : [separator, { role: 'toggleDevTools' }]
  const zoom: MenuItemConstructorOptions[] = [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }]
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: [...commands('File'), separator, { role: isMac ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [...commands('View'), separator, ...zoom, separator, { role: 'togglefullscreen' }, ...tools],
    },
    { label: 'Go', submenu: commands('Go') },
    { label: 'Playback', submenu: commands('Playback') },
    { role: 'windowMenu' },
    { label: 'Help', role: 'help', submenu: commands('Help') },
  ]
}
