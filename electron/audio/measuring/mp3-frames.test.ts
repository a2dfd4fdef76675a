import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Mp3Walk } from './mp3-frames.ts'
import { readMp3Header } from './mp3-header.ts'

/** MPEG 1, layer 3, 44.1 kHz, mono; index 9 is 128 kbit/s, 11 is 192. */
function frame(rateIndex: number, padding = 0): Buffer {
  const head = Buffer.of(0xff, 0xfb, (rateIndex << 4) | (padding << 1), 0xc0)
  const bytes = Buffer.alloc(readMp3Header(head, 0)?.bytes ?? 0)
  head.copy(bytes)
  return bytes
}

function walk(bytes: Buffer, pieces: readonly number[]) {
  const walker = new Mp3Walk()
  let at = 0
  for (const piece of [...pieces, bytes.length]) {
    walker.add(bytes.subarray(at, at + piece))
    at += piece
  }
  return walker.end()
}

test('tells the same, in whatever pieces the frames come', () => {
  const frames = fc.array(fc.record({ rate: fc.constantFrom(9, 11), padding: fc.integer({ min: 0, max: 1 }) }), {
    minLength: 1,
    maxLength: 20,
  })
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 700 })), (list, pieces) => {
      const facts = walk(Buffer.concat(list.map(({ rate, padding }) => frame(rate, padding))), pieces)
      const isConstant = new Set(list.map(({ rate }) => rate)).size === 1
      expect(facts).toMatchObject({ frameCount: list.length, isConstantBitRate: isConstant, channels: 'mono' })
      expect(facts.durationMs).toBeCloseTo((list.length * 1152 * 1000) / 44_100, 6)
    }),
  )
})

test('either tells frames or says why it cannot, whatever the bytes', () => {
  const bytes = fc.uint8Array({ maxLength: 2000 }).map((garbage) => Buffer.concat([frame(9), garbage]))
  fc.assert(
    fc.property(bytes, fc.array(fc.integer({ min: 1, max: 300 })), (mixture, pieces) => {
      try {
        expect(walk(mixture, pieces).frameCount).toBeGreaterThan(0)
      } catch (error) {
        expect(String(error)).toMatch(/frame/)
      }
    }),
  )
})
