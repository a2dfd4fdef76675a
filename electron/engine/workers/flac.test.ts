import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFlac, encodeFlac } from './flac.ts'

const samples = (values: readonly number[]): Float32Array => Float32Array.from(values, (value) => value / 32_768)
const anySample = fc.integer({ min: -32_768, max: 32_767 })

test('gives back every 16-bit sample', async () => {
  const anySound = fc.tuple(
    fc.array(anySample, { minLength: 1, maxLength: 300 }),
    fc.constantFrom(8000, 16_000, 44_100),
  )
  await fc.assert(
    fc.asyncProperty(anySound, async ([values, sampleRateHz]) => {
      const channels = [samples(values), samples(values.toReversed())]
      const decoded = await decodeFlac(await encodeFlac({ channels, sampleRateHz }))
      expect(decoded.sampleRateHz).toBe(sampleRateHz)
      expect(decoded.channels.map((channel) => Array.from(channel))).toEqual(
        channels.map((channel) => Array.from(channel)),
      )
    }),
    { numRuns: 30 },
  )
})

test('writes sample count, frame sizes and checksum into the header', async () => {
  const values = Array.from({ length: 10_000 }, (_, index) => Math.round(9000 * Math.sin(index / 20)))
  const bytes = Buffer.from(await encodeFlac({ channels: [samples(values)], sampleRateHz: 16_000 }))
  const pcm = Buffer.from(Int16Array.from(values).buffer)
  expect(bytes.readUInt32BE(22)).toBe(10_000)
  expect(bytes.readUIntBE(15, 3)).toBeGreaterThan(bytes.readUIntBE(12, 3) - 1)
  expect(bytes.toString('hex', 26, 42)).toBe(createHash('md5').update(pcm).digest('hex'))
})

test('limits what is too loud instead of turning it around', async () => {
  const decoded = await decodeFlac(await encodeFlac({ channels: [Float32Array.of(1.5, -1.5)], sampleRateHz: 8000 }))
  expect(Array.from(decoded.channels[0]!)).toEqual([32_767 / 32_768, -1])
})

test('refuses an empty sound and a damaged file in plain words', async () => {
  await expect(encodeFlac({ channels: [new Float32Array()], sampleRateHz: 8000 })).rejects.toThrow('nothing to save')
  await expect(decodeFlac(Buffer.from('fLaC and then nonsense'))).rejects.toThrow('not a complete FLAC file')
})
