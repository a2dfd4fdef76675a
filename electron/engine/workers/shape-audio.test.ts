import { describe, expect, test } from 'vitest'
import type { Audio } from '../media.ts'
import { shapeAudio } from './shape-audio.ts'

const sound = (sampleRateHz: number, ...channels: number[][]): Audio => ({
  channels: channels.map((samples) => Float32Array.from(samples)),
  sampleRateHz,
})
const samples = (audio: Audio | undefined): number[][] | undefined => audio?.channels.map((channel) => [...channel])

describe('a trimmed sound', () => {
  const audio = sound(1, [0, 0.25, 0.5, 0.75])

  test.each([
    [1, 2, [0.25, 0.5]],
    [-1, 60, [0.75]],
    [-60, 1, [0]],
    [4, 1, []],
  ])('from %i s for %i s', (start_index, duration, expected) => {
    expect(samples(shapeAudio({ shape: 'trim', values: { audio, start_index, duration } })[0])).toEqual([expected])
  })
})

test('joining makes mono stereo, takes the higher rate and heeds the direction', () => {
  const values = { audio1: sound(2, [0.5]), audio2: sound(4, [0, 0.25], [0.5, 1]), direction: 'before' }
  const [joined] = shapeAudio({ shape: 'concat', values })
  expect(joined?.sampleRateHz).toBe(4)
  expect(samples(joined)).toEqual([
    [0, 0.25, 0.5, 0.5],
    [0.5, 1, 0.5, 0.5],
  ])
})

test('merging keeps the length of the first and does not clip', () => {
  const values = { audio1: sound(4, [0.5, 1]), audio2: sound(4, [0.5, 1, 1]), merge_method: 'add' }
  expect(samples(shapeAudio({ shape: 'merge', values })[0])).toEqual([
    [0.5, 1],
    [0.5, 1],
  ])
})

test('volume is in decibels', () => {
  const [quieter] = shapeAudio({ shape: 'adjustVolume', values: { audio: sound(4, [1]), volume: -20 } })
  expect(quieter?.channels[0]?.[0]).toBeCloseTo(0.1)
})

test('splitting needs two channels', () => {
  const [left, right] = shapeAudio({ shape: 'split', values: { audio: sound(4, [0.25], [0.5]) } })
  expect([samples(left), samples(right)]).toEqual([[[0.25]], [[0.5]]])
  expect(() => shapeAudio({ shape: 'split', values: { audio: sound(4, [1]) } })).toThrow('only one channel')
})
