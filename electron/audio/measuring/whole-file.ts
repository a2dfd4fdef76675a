import type { FileHandle } from 'node:fs/promises'

/** Throws when an MP4 ends before its last box does, or something stands behind it that is none. */
export async function checkMp4Boxes(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat()
  for (let at = 0; at < size;) {
    const { buffer: head, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, at)
    const short = bytesRead >= 8 ? head.readUInt32BE(0) : 0
    const length = short === 1 && bytesRead === 16 ? Number(head.readBigUInt64BE(8)) : short === 0 ? size - at : short
    if (length < 8 || bytesRead < 8) throw new Error(`what stands at byte ${at} is no part of an MP4 file`)
    if (at + length > size) throw new Error('its end is missing')
    at += length
  }
}

const OGG_HEADER_BYTES = 27
/** The longest page that there can be. */
const OGG_PAGE_BYTES = 65_307
const LAST_PAGE = 4

/** Throws when an Ogg file does not end with a whole page that is marked as the last one. */
export async function checkOggEnd(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat()
  const from = Math.max(0, size - OGG_PAGE_BYTES)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(OGG_PAGE_BYTES), 0, OGG_PAGE_BYTES, from)
  const tail = buffer.subarray(0, bytesRead)
  const page = tail.subarray(Math.max(0, tail.lastIndexOf('OggS')))
  const lacing = page.subarray(OGG_HEADER_BYTES, OGG_HEADER_BYTES + (page[26] ?? 0))
  const length = OGG_HEADER_BYTES + lacing.length + lacing.reduce((sum, part) => sum + part, 0)
  if (page.length !== length || ((page[5] ?? 0) & LAST_PAGE) === 0) throw new Error('its end is missing')
}
