import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MEASURE_NAMES } from '#shared/models/delivery-profile.ts'
import { locateFfmpeg } from '../ffmpeg.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { SoundMeasurer } from './sound-measurer.ts'
import { joined, mixed, noise, signal, speechLike, tone, writeSound } from './test-signals.ts'
import type { Signal } from './test-signals.ts'

let ffmpeg: Ffmpeg
let dir: string
const measurer = new SoundMeasurer(2)
beforeAll(async () => {
  ffmpeg = await locateFfmpeg()
  dir = await mkdtemp(join(tmpdir(), 'e3-measure-'))
})
afterAll(async () => {
  await measurer.close()
  await rm(dir, { recursive: true })
})

interface Said {
  rmsDbfs: number
  samplePeakDbfs: number
  dcOffset: number
  loudnessLufs: number
  loudnessRangeLu: number
  truePeakDbtp: number
  headMs: number
  tailMs: number
}

/** What ffmpeg's own filters measure. */
async function askFilters(file: string, durationMs: number): Promise<Said> {
  const filters = 'astats,silencedetect=n=-50dB:d=0.001,ebur128=peak=true:framelog=verbose'
  const said = await runFfmpeg(ffmpeg, ['-i', file, '-af', filters, '-f', 'null', '-'], { logLevel: 'info' })
  const overall = said.slice(said.indexOf('Overall'))
  const summary = said.slice(said.indexOf('Integrated loudness'))
  const number = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1])
  const starts = [...said.matchAll(/silence_start: (\S+)/g)].map((match) => Number(match[1]) * 1000)
  return {
    rmsDbfs: number(overall, /RMS level dB: (\S+)/),
    samplePeakDbfs: number(overall, /Peak level dB: (\S+)/),
    dcOffset: number(overall, /DC offset: (\S+)/),
    loudnessLufs: number(summary, /I: +(\S+) LUFS/),
    loudnessRangeLu: number(summary, /LRA: +(\S+) LU/),
    truePeakDbtp: number(summary, /True peak:\s+Peak: +(\S+) dBFS/),
    headMs: starts[0] !== undefined && starts[0] < 1 ? number(said, /silence_end: (\S+)/) * 1000 : 0,
    tailMs: durationMs - (starts.at(-1) ?? durationMs),
  }
}

const withEdges = (rateHz: number, samples: Signal): Signal =>
  joined(noise(rateHz, 0.75, 0.0003), samples, noise(rateHz, 1.5, 0.0003))

const CASES: [string, number, () => Signal[], string[]][] = [
  ['ebu-tone.wav', 48_000, () => [0, 1].map(() => tone(48_000, 12, 1000, 10 ** (-23 / 20))), []],
  ['speech-44.mp3', 44_100, () => [withEdges(44_100, speechLike(44_100, 24).samples)], ['-b:a', '192k']],
  ['speech-22.flac', 22_050, () => [withEdges(22_050, speechLike(22_050, 16).samples)], ['-sample_fmt', 's16']],
  ['speech-16.flac', 16_000, () => [withEdges(16_000, speechLike(16_000, 16).samples)], ['-sample_fmt', 's16']],
  ['stereo.m4a', 44_100, () => [speechLike(44_100, 16).samples, speechLike(44_100, 16).samples.map((x) => x / 4)], []],
  [
    'between.flac',
    48_000,
    () => [signal(48_000, 4, (time, index) => Math.min(0.5, time, 4 - time) * Math.sin((Math.PI * index) / 2 + 0.8))],
    [],
  ],
  ['loud.wav', 44_100, () => [tone(44_100, 5, 300, 1.5)], []],
  [
    'swelling.flac',
    24_000,
    () => [signal(24_000, 30, (time) => 10 ** ((time - 45) / 20) * Math.sin(time * 5000) + 0.001)],
    [],
  ],
]

describe('measuring', () => {
  test.each(CASES)('agrees with the filters of ffmpeg: %s', async (name, rateHz, channels, options) => {
    const file = await writeSound(ffmpeg, join(dir, name), rateHz, channels(), options)
    const { whole, complaint } = await measurer.measure({ ffmpeg, input: ['-i', file] })
    const said = await askFilters(file, whole.durationMs)
    expect(complaint).toBeNull()
    for (const key of ['rmsDbfs', 'samplePeakDbfs', 'loudnessLufs', 'loudnessRangeLu', 'truePeakDbtp'] as const) {
      expect(Math.abs((whole[key] ?? NaN) - said[key]), `${key}: ${whole[key]}, not ${said[key]}`).toBeLessThan(0.15)
    }
    expect(Math.abs(whole.headMs - said.headMs), 'head').toBeLessThan(2)
    expect(Math.abs(whole.tailMs - said.tailMs), 'tail').toBeLessThan(2)
    expect(Math.abs(whole.dcOffset - said.dcOffset), 'offset').toBeLessThan(0.0005)
  })

  test('finds the noise of the quietest half second, wherever it is', async () => {
    const samples = joined(tone(44_100, 1.23, 200, 0.3), noise(44_100, 0.6, 0.001), tone(44_100, 1, 200, 0.3))
    const file = await writeSound(ffmpeg, join(dir, 'floor.wav'), 44_100, [samples], ['-c:a', 'pcm_f32le'])
    const { whole } = await measurer.measure({ ffmpeg, input: ['-i', file] })
    expect(whole.noiseFloorDbfs).toBeCloseTo(-60, 0.5)
  })

  test('counts clipped samples and the longest digital silence to the sample', async () => {
    const flat = new Float32Array(5).fill(1)
    const pair = new Float32Array(2).fill(1)
    const quiet = noise(44_100, 0.3, 0.01)
    const zeros = new Float32Array(4410)
    const samples = joined(quiet, flat, quiet, pair, quiet, zeros, quiet, zeros.subarray(0, 900), quiet)
    const file = await writeSound(ffmpeg, join(dir, 'faults.flac'), 44_100, [samples], ['-sample_fmt', 's16'])
    const { whole } = await measurer.measure({ ffmpeg, input: ['-i', file] })
    expect(whole.clippedSamples).toBe(5)
    expect(whole.digitalSilenceMs).toBeCloseTo(100, 1)
    const silent = whole.spots.find(({ kind }) => kind === 'silent')
    expect(silent?.atMs).toBeCloseTo(900, -0.5)
    expect(whole.spots.find(({ kind }) => kind === 'clipped')).toMatchObject({ atMs: 300, value: 5 })
  })

  test('hears no digital silence where one channel still sounds', async () => {
    const channels = [new Float32Array(44_100), noise(44_100, 1, 0.001)]
    const file = await writeSound(ffmpeg, join(dir, 'half.flac'), 44_100, channels, ['-sample_fmt', 's16'])
    expect((await measurer.measure({ ffmpeg, input: ['-i', file] })).whole.digitalSilenceMs).toBe(0)
  })

  test('gives no levels for silence, and none of loudness for what is too short', async () => {
    const zeros = await writeSound(ffmpeg, join(dir, 'zeros.flac'), 44_100, [new Float32Array(44_100)])
    const short = await writeSound(ffmpeg, join(dir, 'short.wav'), 16_000, [tone(16_000, 0.05, 400, 0.5)])
    const empty = await writeSound(ffmpeg, join(dir, 'empty.wav'), 16_000, [new Float32Array(0)])
    const [silent, brief, nothing] = await Promise.all(
      [zeros, short, empty].map(async (file) => (await measurer.measure({ ffmpeg, input: ['-i', file] })).whole),
    )
    const none = { loudnessLufs: null, loudnessRangeLu: null }
    const noLevels = { ...none, rmsDbfs: null, truePeakDbtp: null, samplePeakDbfs: null, noiseFloorDbfs: null }
    expect(silent).toMatchObject({ ...noLevels, headMs: 1000, tailMs: 1000, digitalSilenceMs: 1000, durationMs: 1000 })
    expect(nothing).toMatchObject({ ...noLevels, durationMs: 0, headMs: 0, spots: [] })
    expect(brief).toMatchObject({ ...none, durationMs: 50 })
    expect(brief?.rmsDbfs).toBeCloseTo(-9, 0.5)
  })

  test('measures a range as if it were a file of its own', async () => {
    const chapters = [0.4, 0.1, 0.2].map((level, index) =>
      joined(
        noise(44_100, 1, 0.0002, index + 1),
        tone(44_100, 4, 300 + index, level),
        noise(44_100, 2, 0.0004, index + 1),
      ),
    )
    const options = ['-c:a', 'pcm_f32le']
    const whole = await writeSound(ffmpeg, join(dir, 'whole.wav'), 44_100, [joined(...chapters)], options)
    const ranges = [14, 7, 0].map((start) => ({ startMs: start * 1000, endMs: (start + 7) * 1000 }))
    const analysis = await measurer.measure({ ffmpeg, input: ['-i', whole], ranges })
    for (const [index, chapter] of chapters.toReversed().entries()) {
      const file = await writeSound(ffmpeg, join(dir, `chapter-${index}.wav`), 44_100, [chapter], options)
      const alone = (await measurer.measure({ ffmpeg, input: ['-i', file] })).whole
      for (const key of MEASURE_NAMES) {
        const value = alone[key]
        const found = analysis.ranges[index]?.[key]
        expect(Math.abs((found ?? NaN) - (value ?? NaN)), `${key}: ${found}, not ${value}`).toBeLessThan(0.05)
      }
    }
  })

  test('points at the loudest and the quietest speech and at the noisiest pause', async () => {
    const parts = [0.1, 0.3, 0.05].map((level) => tone(44_100, 5, 300, level))
    const pauses = [0.0003, 0.001, 0.0001].map((level) => noise(44_100, 1, level))
    const samples = joined(...parts.flatMap((part, index) => [part, pauses[index] ?? part]))
    const file = await writeSound(ffmpeg, join(dir, 'spots.flac'), 44_100, [samples])
    const { spots } = (await measurer.measure({ ffmpeg, input: ['-i', file] })).whole
    const at = (kind: string) => spots.find((spot) => spot.kind === kind)?.atMs ?? NaN
    expect(at('loudest')).toBeGreaterThanOrEqual(6000)
    expect(at('loudest')).toBeLessThanOrEqual(8000)
    expect(at('quietest')).toBeGreaterThanOrEqual(12_000)
    expect(at('noisiest')).toBeGreaterThanOrEqual(11_000)
    expect(at('noisiest')).toBeLessThan(12_000)
  })

  test('applies a filter before it measures', async () => {
    const hum = mixed(tone(44_100, 2, 20, 0.5), tone(44_100, 2, 1000, 0.1))
    const file = await writeSound(ffmpeg, join(dir, 'hum.wav'), 44_100, [hum])
    const { whole } = await measurer.measure({ ffmpeg, input: ['-i', file], filter: 'highpass=f=200,highpass=f=200' })
    expect(whole.rmsDbfs).toBeCloseTo(-23, 0)
  })
})

describe('running', () => {
  test('says how far it is and ends ffmpeg on an abort', async () => {
    const abort = new AbortController()
    const endless = { ffmpeg, input: ['-f', 'lavfi', '-i', 'anoisesrc=r=44100:a=0.1'] }
    const stopped = measurer.measure(endless, {
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('enough')),
    })
    await expect(stopped).rejects.toThrow('enough')
  })

  test('names a file that cannot be decoded, and works on', async () => {
    const file = join(dir, 'text.mp3')
    await writeFile(file, 'This is no sound. '.repeat(100))
    const failed = measurer.measure({ ffmpeg, input: ['-f', 'wav', '-i', file] })
    await expect(failed).rejects.toMatchObject({ code: 'media.unreadable' })
    await expect(failed).rejects.toThrow(/^text\.mp3 cannot be decoded: /)
    const next = await measurer.measure({ ffmpeg, input: ['-f', 'lavfi', '-i', 'anullsrc=d=1'] })
    expect(next.whole.durationMs).toBe(1000)
  })

  test('tells what the decoder complains of', async () => {
    const file = await writeSound(ffmpeg, join(dir, 'damaged.m4a'), 44_100, [speechLike(44_100, 12).samples])
    const handle = await open(file, 'r+')
    await handle.write(Buffer.alloc(3000, 0xff), 0, 3000, 20_000)
    await handle.close()
    expect((await measurer.measure({ ffmpeg, input: ['-i', file] })).complaint).toMatch(/^\[aac\]/)
  })

  test('ends what is measured and refuses what waits when it is closed', async () => {
    const closing = new SoundMeasurer(1)
    const endless = { ffmpeg, input: ['-f', 'lavfi', '-i', 'anoisesrc=r=44100:a=0.1'] }
    let hasBegun = (): void => undefined
    const begun = new Promise<void>((resolve) => (hasBegun = resolve))
    const ended = { code: 'media.measuringEnded' }
    const running = expect(closing.measure(endless, { onProgress: hasBegun })).rejects.toMatchObject(ended)
    const waiting = expect(closing.measure(endless)).rejects.toMatchObject(ended)
    await begun
    await closing.close()
    await Promise.all([running, waiting])
  })
})
