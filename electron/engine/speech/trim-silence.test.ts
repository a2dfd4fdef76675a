import { expect, test } from 'vitest'
import { trimSilence } from './trim-silence.ts'

const sound = (before: number, speech: number, after: number): Float32Array =>
  Float32Array.from({ length: before + speech + after }, (_, at) =>
    at >= before && at < before + speech ? 0.5 : 0.001,
  )

test('leaves 40 ms of what surrounds the speech', () => {
  const { channels } = trimSilence({ channels: [sound(3000, 100, 5000)], sampleRateHz: 1000 })
  expect(channels[0]).toHaveLength(40 + 100 + 40)
  expect(channels[0]!.indexOf(0.5)).toBe(40)
})

test('adds nothing where there is less', () => {
  expect(trimSilence({ channels: [sound(10, 100, 0)], sampleRateHz: 1000 }).channels[0]).toHaveLength(110)
})

test('makes a silent sound empty', () => {
  expect(trimSilence({ channels: [sound(500, 0, 0)], sampleRateHz: 1000 }).channels[0]).toHaveLength(0)
})
