import { useEffect } from 'react'
import { COMMANDS } from '#shared/models/command.ts'
import { subscribe } from '../bridge.ts'
import { jump, seekBy, togglePlay, usePlayer } from '../state/player.ts'
import { isMac } from '../ui/shortcut-parts.ts'
import { canRunCommand, isCommandId, runCommand } from './commands.ts'
import { playerKeyPressed, shortcutPressed, type PlayerKey } from './key-names.ts'

const TYPES_TEXT = 'input, textarea, select, [contenteditable="true"], [role="slider"], [role="combobox"]'
const TAKES_SPACE = 'button, a, summary, [role="button"], [role="option"], [role="menuitem"]'

const PLAYER_ACTIONS: Readonly<Record<PlayerKey, () => void>> = {
  toggle: togglePlay,
  back: () => seekBy(-10),
  forward: () => seekBy(10),
  jumpBack: () => jump('back'),
  jumpForward: () => jump('forward'),
}

function press(event: KeyboardEvent): void {
  // Whoever asks a question has the keyboard until it is answered.
  if (event.defaultPrevented || document.querySelector('[data-modal]') !== null) return
  const keys = shortcutPressed(event, isMac)
  const command = COMMANDS.find(({ shortcut }) => shortcut !== null && shortcut === keys)
  if (command !== undefined && canRunCommand(command.id)) {
    event.preventDefault()
    if (!event.repeat) runCommand(command.id)
    return
  }
  pressPlayerKey(event)
}

function pressPlayerKey(event: KeyboardEvent): void {
  const key = playerKeyPressed(event)
  if (key === null || usePlayer.getState().item === null || !(event.target instanceof Element)) return
  if (event.target.closest(TYPES_TEXT) !== null) return
  if (event.key === ' ' && event.target.closest(TAKES_SPACE) !== null) return
  event.preventDefault()
  PLAYER_ACTIONS[key]()
}

/** Lets keyboard and native menu carry out commands. */
export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', press)
    const endEvents = subscribe((events) => {
      for (const event of events) {
        if (event.name === 'command.invoked' && isCommandId(event.data.commandId)) runCommand(event.data.commandId)
      }
    })
    return () => {
      window.removeEventListener('keydown', press)
      endEvents()
    }
  }, [])
}
