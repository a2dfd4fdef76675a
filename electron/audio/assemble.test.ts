import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assembleBook } from './assemble.ts'
import type { AssembleOptions } from './assemble.ts'
import { locateFfmpeg } from './ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import type { ChapterPlan, Segment } from './plan-chapter.ts'
import { runFfmpeg, runFfprobe } from './run-ffmpeg.ts'
import { decode, levelDbfs, longestSilence, makeTones, pitchAt } from './test-sounds.ts'

interface Probed {
  format: { duration: string; tags: Record<string, string> }
  streams: {
    codec_name: string
    sample_rate: string
    channels: number
    tags?: Record<string, string>
    disposition: Record<string, number>
  }[]
  chapters: { start_time: string; end_time: string; tags: { title: string } }[]
}

let ffmpeg: Ffmpeg
let sounds: string
let dir: string
const path = (name: string): string => join(dir, name)
const probe = async (file: string): Promise<Probed> =>
  (await runFfprobe(ffmpeg, file, ['-show_format', '-show_streams', '-show_chapters'])) as Probed

beforeAll(async () => {
  ffmpeg = await locateFfmpeg()
  sounds = await mkdtemp(join(tmpdir(), "e3 sounds é'100% "))
  // The kinds of files that servers save.
  await makeTones(ffmpeg, [
    { file: join(sounds, 'a.flac'), hz: 400, ms: 1000 },
    { file: join(sounds, "it's b.flac"), hz: 700, ms: 1501 },
    { file: join(sounds, 'c.wav'), hz: 500, ms: 800, rateHz: 24_000, channels: 2, codec: ['-c:a', 'pcm_s16le'] },
    { file: join(sounds, 'd.mp3'), hz: 900, ms: 1200, rateHz: 44_100, codec: ['-c:a', 'libmp3lame'] },
    { file: join(sounds, 'e.flac'), hz: 600, ms: 700, rateHz: 48_000, channels: 2, codec: ['-c:a', 'flac'] },
    // Smaller blocks than the others, and of 24 bits on some versions of ffmpeg.
    { file: join(sounds, 'silent.flac'), hz: 0, ms: 600, codec: ['-c:a', 'flac'] },
    { file: join(sounds, 'short.flac'), hz: 400, ms: 130 },
  ])
})
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "e3 é'100% "))
})
afterEach(() => rm(dir, { recursive: true }))
afterAll(() => rm(sounds, { recursive: true }))

const gap = (durationMs: number): Segment => ({ kind: 'gap', durationMs })
const speech = (name: string, durationMs: number): Segment => ({
  kind: 'speech',
  key: name,
  file: join(sounds, name),
  durationMs,
})

const TAGS = {
  title: 'Dust = Ash; or, #1 of \\ "Ørsted" 🐋',
  author: "Flann O'Brien",
  narrator: 'Rósa',
  language: 'en-gb',
  year: 1895,
  description: 'Two lines;\nand = signs.',
}

function options(chapters: readonly ChapterPlan[], rest: Partial<AssembleOptions> = {}): AssembleOptions {
  return {
    ...{ ffmpeg, chapters, tags: TAGS, coverFile: null, workDir: path('work'), deliveryDir: path('delivery') },
    ...{ formats: ['m4b', 'mp3'], maxPartHours: 10, concurrency: 2 },
    encoding: { aacKbps: 64, mp3Kbps: 128, sampleRateHz: 44_100, roomToneDbfs: -70 },
    ...rest,
  }
}

function makeBook(): [ChapterPlan, ChapterPlan, ChapterPlan] {
  return [
    {
      title: "I. Loomings = Call; me # \\ 'Ishmael'",
      segments: [gap(1000), speech('a.flac', 1000), gap(600), speech("it's b.flac", 1501), gap(2000)],
    },
    {
      title: 'Глава 2 🐋',
      segments: [gap(1000), speech('c.wav', 800), gap(600), speech('d.mp3', 1200), speech('e.flac', 700), gap(2000)],
    },
    { title: 'Two\nlines', segments: [gap(1000), speech('silent.flac', 600), speech('a.flac', 1000), gap(2000)] },
  ]
}

describe('a finished book', () => {
  test('has its chapters, tags, cover and sound where listeners look for them', async () => {
    const chapters = makeBook()
    const coverFile = path('cover %d.png')
    await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', 'color=red:s=1600x1600', '-frames:v', '1', '-f', 'apng', coverFile])
    const progress: number[] = []
    const book = await assembleBook(options(chapters, { coverFile, onProgress: (value) => progress.push(value) }))

    expect((await readdir(path('delivery'))).sort()).toEqual([
      "01 - I. Loomings = Call; me # - 'Ishmael'.mp3",
      '02 - Глава 2 🐋.mp3',
      '03 - Two lines.mp3',
      "Dust = Ash; or, #1 of - 'Ørsted' 🐋 - Flann O'Brien.m4b",
    ])
    expect(book.files.map(({ kind }) => kind)).toEqual(['m4b', 'mp3', 'mp3', 'mp3'])
    expect(progress.at(-1)).toBe(1)
    expect(progress.toSorted((a, b) => a - b)).toEqual(progress)

    const m4b = await probe(book.files[0]!.file)
    expect(m4b.format.tags).toMatchObject({
      title: TAGS.title,
      album: TAGS.title,
      artist: TAGS.author,
      album_artist: TAGS.author,
      composer: TAGS.narrator,
      genre: 'Audiobook',
      date: '1895',
      track: '1/1',
      comment: 'Two lines; and = signs.',
      media_type: '2',
    })
    const sound = m4b.streams.find((stream) => stream.codec_name === 'aac')
    expect(sound).toMatchObject({ sample_rate: '44100', channels: 1, tags: { language: 'eng' } })
    expect(m4b.streams.some((stream) => stream.disposition['attached_pic'] === 1)).toBe(true)
    expect(m4b.chapters.map(({ tags }) => tags.title)).toEqual([chapters[0].title, 'Глава 2 🐋', 'Two lines'])
    const starts = m4b.chapters.map(({ start_time }) => Number(start_time) * 1000)
    expect(starts).toEqual(book.files[0]!.chapters.map(({ startMs }) => expect.closeTo(startMs, 0) as number))
    expect(Math.abs(Number(m4b.format.duration) * 1000 - book.files[0]!.durationMs)).toBeLessThan(50)

    const samples = await decode(ffmpeg, book.files[0]!.file)
    // The encoder may empty a few milliseconds before a hard onset; a gap without tone would be a hundred times that.
    expect(longestSilence(samples)).toBeLessThan(441)
    const hzAt = (ms: number): number => pitchAt(samples, ms)
    const [first = 0, second = 0, third = 0] = starts
    expect(first).toBe(0)
    expect(hzAt(first + 1000 + 500)).toBe(400)
    expect(hzAt(first + 2600 + 700)).toBe(700)
    expect(hzAt(second + 1000 + 400)).toBe(500)
    expect(hzAt(second + 2400 + 600)).toBe(900)
    expect(hzAt(second + 3600 + 400)).toBe(600)
    expect(hzAt(third + 1600 + 500)).toBe(400)
    const tone = samples.subarray(Math.round(44.1 * (third + 100)), Math.round(44.1 * (third + 1500)))
    expect(levelDbfs(tone)).toBeGreaterThan(-73)
    expect(levelDbfs(tone)).toBeLessThan(-68)

    const mp3 = await probe(book.files[1]!.file)
    expect(mp3.format.tags).toMatchObject({
      title: chapters[0].title,
      album: TAGS.title,
      artist: TAGS.author,
      album_artist: TAGS.author,
      composer: TAGS.narrator,
      genre: 'Audiobook',
      date: '1895',
      track: '1/3',
    })
    expect(mp3.streams.some((stream) => stream.disposition['attached_pic'] === 1)).toBe(true)
    expect(Math.abs(Number(mp3.format.duration) * 1000 - 6101)).toBeLessThan(80)
    const spoken = await decode(ffmpeg, book.files[1]!.file)
    expect(pitchAt(spoken, 1500)).toBe(400)
    expect(pitchAt(spoken, 3300)).toBe(700)
    expect(longestSilence(spoken)).toBeLessThan(64)
  })

  test('is split at a chapter when it is longer than a part may be', async () => {
    const chapters = makeBook()
    const maxPartHours = 11_500 / 3_600_000
    const book = await assembleBook(options(chapters, { formats: ['m4b'], maxPartHours }))
    expect(book.files.map(({ chapters: marks }) => marks.map(({ title }) => title))).toEqual([
      [chapters[0].title],
      [chapters[1].title, chapters[2].title],
    ])
    expect(book.files[1]!.file).toMatch(/\(Part 2 of 2\)\.m4b$/)
    const second = await probe(book.files[1]!.file)
    expect(second.format.tags).toMatchObject({ title: `${TAGS.title} (Part 2 of 2)`, album: TAGS.title, track: '2/2' })
    expect(second.chapters[0]!.start_time).toBe('0.000000')
    expect(book.warnings).toEqual([])
    const short = await assembleBook(options(chapters, { formats: ['m4b'], maxPartHours: 6200 / 3_600_000 }))
    expect(short.warnings).toEqual([expect.stringContaining('Глава 2') as string])
  })

  test('keeps the marks of hundreds of chapters with long titles', async () => {
    const title = (index: number): string => `Canto ${index + 1}, ${'in which much is told '.repeat(14)}`.trim()
    const chapters = Array.from({ length: 300 }, (_, index) => ({
      title: title(index),
      segments: [speech('short.flac', 130)],
    }))
    const book = await assembleBook(options(chapters, { formats: ['m4b'] }))
    const { chapters: marks } = await probe(book.files[0]!.file)
    expect(marks.map(({ tags }) => tags.title)).toEqual(chapters.map((_, index) => title(index)))
    const drift = Number(marks.at(-1)!.start_time) * 1000 - book.files[0]!.chapters.at(-1)!.startMs
    expect(Math.abs(drift)).toBeLessThan(50)
  })
})

describe('a second run', () => {
  const M4B = { formats: ['m4b'] } as const
  const encodings = async (): Promise<Map<string, number>> => {
    const names = await readdir(path('work/chapters'))
    return new Map(
      await Promise.all(names.map(async (n) => [n, (await stat(path(`work/chapters/${n}`))).ino] as const)),
    )
  }

  test('encodes only the chapter that changed', async () => {
    const chapters = makeBook()
    const one = path('one.wav')
    await copyFile(join(sounds, 'c.wav'), one)
    chapters[2] = { title: 'Three', segments: [{ kind: 'speech', key: 'one', file: one, durationMs: 800 }] }
    await assembleBook(options(chapters, M4B))
    const before = await encodings()
    expect(before.size).toBe(3)
    await assembleBook(options(chapters, { ...M4B, tags: { ...TAGS, title: 'Renamed' } }))
    expect(await encodings()).toEqual(before)
    chapters[2] = { title: 'Three', segments: [{ kind: 'speech', key: 'another take', file: one, durationMs: 800 }] }
    await assembleBook(options(chapters, M4B))
    const after = await encodings()
    expect([...after].filter(([name, ino]) => before.get(name) !== ino)).toHaveLength(1)
    expect(after.size).toBe(3)
  })

  test('goes on where a stopped one was, of which nothing is delivered', async () => {
    const chapters = makeBook()
    const abort = new AbortController()
    const onProgress = (value: number): void => {
      if (value > 0.5) abort.abort(new Error('stopped'))
    }
    const stopped = assembleBook(options(chapters, { ...M4B, concurrency: 1, signal: abort.signal, onProgress }))
    await expect(stopped).rejects.toThrow('stopped')
    expect(await readdir(path('delivery'))).toEqual([])
    expect(await readdir(path('work'))).toEqual(['chapters'])
    const before = await encodings()
    expect(before.size).toBeGreaterThan(0)
    // What a killed process leaves behind.
    await mkdir(path('work/assembly-0badcafe.part'))
    await writeFile(path('work/assembly-0badcafe.part/part-1.aac'), 'half')

    const book = await assembleBook(options(chapters, M4B))
    expect(await readdir(path('work'))).toEqual(['chapters'])
    const after = await encodings()
    expect([...before].every(([name, ino]) => after.get(name) === ino)).toBe(true)
    const undisturbed = await assembleBook(
      options(chapters, { ...M4B, workDir: path('work2'), deliveryDir: path('delivery2') }),
    )
    expect(await readFile(book.files[0]!.file)).toEqual(await readFile(undisturbed.files[0]!.file))
  })
})

describe('a chunk that cannot be used', () => {
  test('is named, and stops the book', async () => {
    const bytes = await readFile(join(sounds, "it's b.flac"))
    const middle = Math.round(bytes.length / 2)
    const file = path('hole.flac')
    await writeFile(file, Buffer.concat([bytes.subarray(0, middle), bytes.subarray(middle + 4000)]))
    const [first, second] = makeBook()
    const chapters = [
      { ...first, segments: [...first.segments, { kind: 'speech' as const, key: file, file, durationMs: 1501 }] },
      second,
    ]
    await expect(assembleBook(options(chapters))).rejects.toThrow(/hole\.flac of chapter "I\. Loomings/)
    expect(await readdir(path('delivery'))).toEqual([])
  })

  test('is named when it is missing', async () => {
    const chapters = [{ title: 'One', segments: [speech('lost.flac', 1000)] }]
    await expect(assembleBook(options(chapters))).rejects.toThrow(/lost\.flac is missing/)
  })

  test('does not include a cover: its own message says what to replace', async () => {
    await writeFile(path('cover.jpg'), 'no picture')
    const failure = assembleBook(options(makeBook(), { coverFile: path('cover.jpg') }))
    await expect(failure).rejects.toMatchObject({ code: 'media.coverUnreadable' })
  })
})
