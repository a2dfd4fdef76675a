import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { encodePng } from './png.ts'

test('writes pixels that a PNG reader gets back', () => {
  const rgb = Uint8Array.from([1, 2, 3, 250, 251, 252, 9, 9, 9, 0, 255, 7])
  const png = Buffer.from(encodePng({ widthPx: 2, heightPx: 2, rgb }))
  expect(png.toString('latin1', 12, 16)).toBe('IHDR')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2, 2])
  const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)))
  const unfiltered = [rows.subarray(1, 7), rows.subarray(8, 14)].flatMap((row) =>
    row.reduce<number[]>((pixels, byte, index) => [...pixels, (byte + (pixels[index - 3] ?? 0)) % 256], []),
  )
  expect(unfiltered).toEqual(Array.from(rgb))
})

test('ends with the well-known checksum of its last chunk', () => {
  const png = Buffer.from(encodePng({ widthPx: 1, heightPx: 1, rgb: Uint8Array.of(0, 0, 0) }))
  expect(png.toString('hex', png.length - 4)).toBe('ae426082')
})
