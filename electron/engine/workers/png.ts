import { deflateSync } from 'node:zlib'
import type { Image } from '../media.ts'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const TRUE_COLOUR = 2
const SUB_FILTER = 1
const BYTES_PER_PIXEL = 3

/** Writes a picture as an 8-bit true-colour PNG without metadata: equal pixels give equal bytes. */
export function encodePng({ widthPx, heightPx, rgb }: Image): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header.set([8, TRUE_COLOUR, 0, 0, 0], 8)
  const data = deflateSync(filterRows(rgb, widthPx * BYTES_PER_PIXEL, heightPx), { level: 7 })
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

/** Each byte less its left neighbour: flat areas become zeros, which deflate well. */
function filterRows(rgb: Uint8Array, rowBytes: number, rows: number): Uint8Array {
  const filtered = new Uint8Array(rows * (rowBytes + 1))
  for (let row = 0; row < rows; row++) {
    const from = row * rowBytes
    const to = row * (rowBytes + 1)
    filtered[to] = SUB_FILTER
    for (let index = 0; index < rowBytes; index++) {
      const left = index < BYTES_PER_PIXEL ? 0 : (rgb[from + index - BYTES_PER_PIXEL] ?? 0)
      filtered[to + 1 + index] = (rgb[from + index] ?? 0) - left
    }
  }
  return filtered
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** `zlib.crc32` is missing in Electron 25. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
