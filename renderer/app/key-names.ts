type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** What is pressed, as `COMMANDS` writes it: `Mod+Shift+K`; null without Mod, or with keys that no command has. */
export function shortcutPressed(press: KeyPress, isMac: boolean): string | null {
  const isMod = isMac ? press.metaKey : press.ctrlKey
  const isOther = isMac ? press.ctrlKey : press.metaKey
  if (!isMod || isOther || press.altKey) return null
  // Another alphabet has no Latin letter on the key: its place on the keyboard says which is meant.
  const key = /^[\u0020-\u007e]$/.test(press.key) ? press.key : press.code.replace(/^Key/, '')
  // On many keyboards "/" and "[" themselves take Shift.
  const isLetterOrDigit = /^[a-z0-9]$/i.test(key)
  return `Mod+${press.shiftKey && isLetterOrDigit ? 'Shift+' : ''}${key.toUpperCase()}`
}

/** What a single key means to the player. */
export type PlayerKey = 'toggle' | 'back' | 'forward' | 'jumpBack' | 'jumpForward'

/** Space, the arrows and J K L; null for all others and with any modifier. */
export function playerKeyPressed(press: KeyPress): PlayerKey | null {
  if (press.ctrlKey || press.metaKey || press.shiftKey || press.altKey) return null
  switch (press.key.toLowerCase()) {
    case ' ':
    case 'k':
      return 'toggle'
    case 'arrowleft':
      return 'back'
    case 'arrowright':
      return 'forward'
    case 'j':
      return 'jumpBack'
    case 'l':
      return 'jumpForward'
    default:
      return null
  }
}
