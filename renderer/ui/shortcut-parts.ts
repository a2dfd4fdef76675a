/** Command takes the place of Ctrl there. */
export const isMac = /^Mac/.test(navigator.platform)

const ON_MAC: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Left: '←', Right: '→' }
const ELSEWHERE: Record<string, string> = { Mod: 'Ctrl', Left: '←', Right: '→' }

/** `Mod+Shift+K` as this system writes it: `⌘ ⇧ K` or `Ctrl Shift K`. */
export function shortcutParts(keys: string): string[] {
  const names = isMac ? ON_MAC : ELSEWHERE
  return keys.split('+').map((key) => names[key] ?? key)
}
