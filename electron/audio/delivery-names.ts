/** File systems allow 255 bytes; a stem of two of these and a part number stays below. */
const MOST_BYTES = 100

/** Windows keeps these for devices, whatever the extension. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i

const CHARACTERS = new Intl.Segmenter()

/** `Title - Author`, or what is left of it: a name for the files of a whole book, without extension. */
export function bookStem(title: string, author: string): string {
  return allowedName([title, author].map(cleanName).filter(Boolean).join(' - ')) || 'Audiobook'
}

/** `Title - Author (Part 1 of 2)`, counted from 1; a book in one part has no number. */
export function partStem(stem: string, part: { index: number; count: number }): string {
  return part.count > 1 ? `${stem} (Part ${part.index} of ${part.count})` : stem
}

/** `07 - Chapter`, with as many digits as the largest number has, at least two. */
export function numberedStem(index: number, largest: number, title: string): string {
  const digits = Math.max(2, String(largest).length)
  return [String(index).padStart(digits, '0'), cleanName(title)].filter(Boolean).join(' - ')
}

/** Without what some file system forbids in a part of a name, at most 100 bytes long and cut between characters. */
export function cleanName(text: string): string {
  const clean = text
    .normalize('NFC')
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replace(/\s*:\s+/g, ' - ')
    .replace(/[/\\|:]/g, '-')
    .replace(/"/g, "'")
    .replace(/[<>?*]/g, '')
  let name = ''
  let bytes = 0
  for (const { segment } of CHARACTERS.segment(clean)) {
    bytes += Buffer.byteLength(segment)
    if (bytes > MOST_BYTES) break
    name += segment
  }
  // Windows drops dots and blanks at the end, Unix hides names that begin with a dot.
  return name.replace(/^[\s.]+|[\s.]+$/g, '')
}

/** A clean name that stands alone, as a file's stem or a folder. */
export function allowedName(name: string): string {
  // A device's name counts up to its first dot.
  const [device = ''] = name.split('.')
  return DEVICE_NAME.test(device.trimEnd()) ? `_${name}` : name
}
