import type { FileHandle } from 'node:fs/promises'

const ID3V2_BYTES = 10
const ID3V1_BYTES = 128
const APE_BYTES = 32
/** Far more than a cover and all texts; what is larger is made to be a burden. */
const MOST_TAG_BYTES = 64 * 1024 * 1024

/** Where the frames of an MP3 lie: behind any ID3v2 tags, before an APE tag and an ID3v1 tag; throws for a tag longer than the file. */
export async function findMp3Sound(handle: FileHandle): Promise<{ start: number; end: number }> {
  const { size } = await handle.stat()
  let start = 0
  for (let length = await id3v2Length(handle, 0); length > 0; length = await id3v2Length(handle, start)) {
    start += length
    if (start > MOST_TAG_BYTES) throw new Error('its tag is larger than 64 MB')
    if (start > size) throw new Error('its tag ends behind the end of the file')
  }
  let end = size
  if ((await read(handle, end - ID3V1_BYTES, 3)).toString('latin1') === 'TAG') end -= ID3V1_BYTES
  end -= await apeLength(handle, end)
  return { start, end }
}

async function id3v2Length(handle: FileHandle, at: number): Promise<number> {
  const head = await read(handle, at, ID3V2_BYTES)
  if (head.length < ID3V2_BYTES || head.toString('latin1', 0, 3) !== 'ID3') return 0
  const hasFooter = (head.readUInt8(5) & 0x10) !== 0
  const length = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + (head.readUInt8(index) & 0x7f), 0)
  return ID3V2_BYTES + length + (hasFooter ? ID3V2_BYTES : 0)
}

async function apeLength(handle: FileHandle, end: number): Promise<number> {
  const foot = await read(handle, end - APE_BYTES, APE_BYTES)
  if (foot.length < APE_BYTES || foot.toString('latin1', 0, 8) !== 'APETAGEX') return 0
  const hasHeader = foot.readUInt32LE(20) >= 0x8000_0000
  return foot.readUInt32LE(12) + (hasHeader ? APE_BYTES : 0)
}

async function read(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  if (at < 0) return Buffer.alloc(0)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}
