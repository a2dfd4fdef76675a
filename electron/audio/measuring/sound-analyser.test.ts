import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MeasureRequest } from './measure-request.ts'
import { SoundAnalyser } from './sound-analyser.ts'
import { joined, mixed, noise, signal, speechLike, tone } from './test-signals.ts'
import type { Signal } from './test-signals.ts'
import { TruePeakFinder } from './true-peak.ts'

const RATE_HZ = 44_100

function analyse(
  samples: Signal,
  wanted: Partial<MeasureRequest> = {},
  { rateHz = RATE_HZ, channels = 1, pieces = [samples.length] } = {},
) {
  const analyser = new SoundAnalyser({ sampleRateHz: rateHz, channels }, wanted, () => undefined)
  let at = 0
  for (const piece of [...pieces, samples.length]) {
    const end = Math.min(samples.length, at + piece * channels)
    analyser.addSamples(samples.subarray(at, end))
    at = end
  }
  return analyser.end()
}

test('measures the same, in whatever pieces the sound comes', () => {
  const samples = joined(speechLike(22_050, 6).samples, new Float32Array(3000), tone(22_050, 0.5, 700, 1.2))
  const wanted = { ranges: [{ startMs: 333, endMs: 2500 }], wantsPauses: true, wantsClicks: true }
  const options = { rateHz: 22_050, channels: 2 }
  const whole = analyse(samples, wanted, options)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 12 }), (pieces) => {
      expect(analyse(samples, wanted, { ...options, pieces })).toEqual(whole)
    }),
    { numRuns: 20 },
  )
})

test('rules out no true peak: what it skips is never above what it finds', () => {
  const finder = new TruePeakFinder(RATE_HZ)
  const sample = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.array(sample, { minLength: 24, maxLength: 120 }), (values) => {
      const samples = Float32Array.from([...new Array<number>(12).fill(0), ...values, ...new Array<number>(12).fill(0)])
      const highest = values.reduce((most, _, at) => Math.max(most, finder.find(samples, 12 + at, 1, 1, 0)), 0)
      expect(finder.find(samples, 12, 1, values.length, 0.5)).toBe(Math.max(0.5, highest))
    }),
  )
})

describe('pauses', () => {
  test.each([16_000, 24_000, RATE_HZ])('are found to 10 ms at %i Hz, and quiet fricatives are none', (rateHz) => {
    const { samples, pauses } = speechLike(rateHz, 30)
    const found = analyse(samples, { wantsPauses: true }, { rateHz }).pauses
    expect(found).toHaveLength(pauses.length)
    pauses.forEach((pause, index) => {
      expect(Math.abs((found[index]?.startMs ?? NaN) - pause.startMs)).toBeLessThanOrEqual(10)
      expect(Math.abs((found[index]?.endMs ?? NaN) - pause.endMs)).toBeLessThanOrEqual(10)
    })
  })

  test('are found in takes of any level, with digital silence between them', () => {
    const { samples, pauses } = speechLike(RATE_HZ, 30)
    const quiet = samples.map((sample) => sample / 10)
    const gap = new Float32Array(RATE_HZ)
    const found = analyse(joined(samples, gap, quiet), { wantsPauses: true }).pauses
    // The gap with the room noise around it is one pause.
    expect(found).toHaveLength(2 * pauses.length + 1)
  })

  test('are not all that is quiet: a noisy room is no speech', () => {
    const { samples, pauses } = speechLike(RATE_HZ, 30)
    const noisy = mixed(samples, noise(RATE_HZ, samples.length / RATE_HZ, 10 ** (-58 / 20)))
    expect(analyse(noisy, { wantsPauses: true }).pauses.length).toBe(pauses.length)
  })

  test('are none in silence or a steady tone', () => {
    expect(analyse(new Float32Array(RATE_HZ), { wantsPauses: true }).pauses).toEqual([])
    expect(analyse(tone(RATE_HZ, 2, 440, 0.3), { wantsPauses: true }).pauses).toEqual([])
  })
})

describe('clicks', () => {
  const { samples } = speechLike(RATE_HZ, 20)

  test('are impulses and jumps that stand alone', () => {
    const clicked = samples.slice()
    const places = [0.3, 1.505, 3.123, 5.71].map((seconds) => Math.round(seconds * RATE_HZ))
    for (const at of places) clicked[at] = (clicked[at] ?? 0) + 0.3
    // A cut that does not fit.
    const jump = 7 * RATE_HZ
    for (let at = jump; at < clicked.length; at++) clicked[at] = (clicked[at] ?? 0) + 0.2
    const found = analyse(clicked, { wantsClicks: true }).clicks
    const expected = [...places, jump].map((at) => (at / RATE_HZ) * 1000)
    expect(found).toHaveLength(expected.length)
    expected.forEach((ms, index) => {
      expect(found[index]?.startMs).toBeLessThanOrEqual(ms)
      expect(found[index]?.endMs).toBeGreaterThanOrEqual(ms)
    })
  })

  test('are neither bursts nor pulses of a low voice nor where a sound begins', () => {
    expect(analyse(samples, { wantsClicks: true }).clicks).toEqual([])
    const creak = signal(RATE_HZ, 2, (time) => {
      const since = time % 0.018
      return 0.4 * Math.exp(-since / 0.003) * Math.sin(2 * Math.PI * 900 * since)
    })
    expect(analyse(creak, { wantsClicks: true }).clicks).toEqual([])
    expect(analyse(tone(RATE_HZ, 0.5, 3000, 0.5), { wantsClicks: true }).clicks).toEqual([])
  })
})
