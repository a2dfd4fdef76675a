import { expect, test } from 'vitest'
import { decodeWav } from './wav.ts'

function wav(options: { coding?: number; bits: number; channels?: number; data: Buffer; before?: Buffer }): Buffer {
  const { coding = 1, bits, channels = 1, data, before = Buffer.alloc(0) } = options
  const header = Buffer.alloc(36)
  header.write('RIFF', 0)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(coding, 20)
  header.writeUInt16LE(channels, 22)
  header.writeUInt32LE(22_050, 24)
  header.writeUInt16LE(bits, 34)
  const head = Buffer.alloc(8)
  head.write('data', 0)
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([header, before, head, data])
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

test.each([
  ['8-bit', { bits: 8, data: Buffer.from([128, 0, 192]) }, [0, -1, 0.5]],
  ['16-bit', { bits: 16, data: Buffer.from([0, 0, 0, 128, 0, 64]) }, [0, -1, 0.5]],
  ['24-bit', { bits: 24, data: Buffer.from([0, 0, 0, 0, 0, 128, 0, 0, 64]) }, [0, -1, 0.5]],
  ['32-bit', { bits: 32, data: Buffer.from([0, 0, 0, 0, 0, 0, 0, 128]) }, [0, -1]],
  ['float', { coding: 3, bits: 32, data: Buffer.concat([float(0.25), float(-0.5)]) }, [0.25, -0.5]],
])('reads %s samples', (_name, options, expected) => {
  const { channels, sampleRateHz } = decodeWav(wav(options))
  expect(sampleRateHz).toBe(22_050)
  expect(Array.from(channels[0]!)).toEqual(expected)
})

test('takes channels apart and skips chunks it does not know, also odd ones', () => {
  const before = Buffer.concat([Buffer.from('LIST'), Buffer.from([3, 0, 0, 0]), Buffer.from('abc\0')])
  const data = Buffer.from([0, 64, 0, 192, 0, 64, 0, 192])
  const { channels } = decodeWav(wav({ bits: 16, channels: 2, data, before }))
  expect(channels.map((channel) => Array.from(channel))).toEqual([
    [0.5, 0.5],
    [-0.5, -0.5],
  ])
})

test('gives what is there of a file that was cut', () => {
  const cut = wav({ bits: 16, data: Buffer.from([0, 64, 0, 64]) }).subarray(0, -1)
  expect(Array.from(decodeWav(cut).channels[0]!)).toEqual([0.5])
})

test.each([
  ['a coding that it cannot read', wav({ coding: 85, bits: 16, data: Buffer.alloc(4) }), 'uses coding 85'],
  ['no sound', wav({ bits: 16, data: Buffer.alloc(0) }).subarray(0, 36), 'no sound'],
])('refuses a file with %s', (_name, bytes, message) => {
  expect(() => decodeWav(bytes)).toThrow(message)
})
