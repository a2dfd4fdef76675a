/** File systems allow 255 bytes; a stem of two of these and a part number stays below. */
const MOST_BYTES = 100

const CHARACTERS = new Intl.Segmenter()

/** Names of a book's finished files, without folders, allowed on Windows, macOS and Linux. */
export interface DeliveryNames {
  m4b(part: number, partCount: number): string
  mp3(index: number, chapterCount: number, chapterTitle: string): string
}

/** `Title - Author.m4b`, `Title - Author (Part 1 of 2).m4b`, `01 - Chapter.mp3`; counts from 1. */
export function deliveryNames(title: string, author: string): DeliveryNames {
  const stem = [title, author].map(cleanName).filter(Boolean).join(' - ') || 'Audiobook'
  return {
    m4b: (part, partCount) => `${stem}${partCount > 1 ? ` (Part ${part} of ${partCount})` : ''}.m4b`,
    mp3: (index, chapterCount, chapterTitle) => {
      const digits = Math.max(2, String(chapterCount).length)
      return [String(index).padStart(digits, '0'), cleanName(chapterTitle)].filter(Boolean).join(' - ') + '.mp3'
    },
  }
}

/** Without what some file system forbids, at most `MOST_BYTES` long and cut between characters. */
function cleanName(text: string): string {
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
