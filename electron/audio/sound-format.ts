import { open } from 'node:fs/promises'

const SIGNATURES: readonly { demuxer: string; isIn: (head: Buffer) => boolean }[] = [
  { demuxer: 'wav', isIn: (head) => latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WAVE' },
  { demuxer: 'flac', isIn: (head) => latin(head, 0, 4) === 'fLaC' },
  { demuxer: 'ogg', isIn: (head) => latin(head, 0, 4) === 'OggS' },
  { demuxer: 'matroska', isIn: (head) => head.readUInt32BE(0) === 0x1a45dfa3 },
  { demuxer: 'mov', isIn: (head) => latin(head, 4, 8) === 'ftyp' },
  { demuxer: 'mp3', isIn: (head) => latin(head, 0, 3) === 'ID3' || isMp3Frame(head) },
]
const HEAD_BYTES = 16

/**
 * ffmpeg's name of the format that a file has by its first bytes: WAV, FLAC, Ogg, WebM, M4A or MP3; null for any other.
 *
 * Naming it keeps ffmpeg from taking a file for a playlist that leads to other files or addresses.
 */
export async function soundFormat(file: string): Promise<string | null> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    if (bytesRead < HEAD_BYTES) return null
    return SIGNATURES.find(({ isIn }) => isIn(buffer))?.demuxer ?? null
  } finally {
    await handle.close()
  }
}

function latin(head: Buffer, from: number, to: number): string {
  return head.toString('latin1', from, to)
}

/** Eleven set bits, then layer 3. */
function isMp3Frame(head: Buffer): boolean {
  return head.readUInt16BE(0) >= 0xffe0 && (head.readUInt8(1) & 0b110) === 0b010
}
