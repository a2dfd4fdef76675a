const LONGEST_BYTES = 200
/** Names that Windows gives to devices, whatever extension follows. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/** A name that every file system takes: no separators, control characters or halves of letters, no device, and short enough for a suffix. */
export function safeFileName(name: string): string {
  const plain = name
    .replace(/[/\\:*?"<>|\p{Cc}\p{Cs}]/gu, '_')
    .replace(/[. ]+$/, (end) => '_'.repeat(end.length))
    .replace(DEVICE, '_$1')
  if (plain === '') return '_'
  if (Buffer.byteLength(plain) <= LONGEST_BYTES) return plain
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? ''
  return (
    Array.from(plain)
      .slice(0, LONGEST_BYTES / 4 - extension.length)
      .join('') + extension
  )
}
