/** Replaces the tokens that the server knows, `%year%` and the like; anything else stays as it is. */
export function expandPrefix(prefix: string, size = { widthPx: 0, heightPx: 0 }, now = new Date()): string {
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  const tokens: Readonly<Record<string, string>> = {
    width: String(size.widthPx),
    height: String(size.heightPx),
    year: String(now.getFullYear()),
    month: twoDigits(now.getMonth() + 1),
    day: twoDigits(now.getDate()),
    hour: twoDigits(now.getHours()),
    minute: twoDigits(now.getMinutes()),
    second: twoDigits(now.getSeconds()),
  }
  return prefix.replace(/%([a-z]+)%/g, (token, name: string) => tokens[name] ?? token)
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** The base name of a preview's file: another one each time. */
export function temporaryPrefix(): string {
  const letters = Array.from({ length: 5 }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)])
  return `ComfyUI_temp_${letters.join('')}`
}
