import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodedFile, encodingKey } from './chapter-cache.ts'
import type { EncodingSettings } from './chapter-cache.ts'
import type { Codec } from './codec.ts'
import { encodeTracks } from './encode-tracks.ts'
import type { ChapterMark } from './ffmetadata.ts'
import { finishM4b, finishMp3, finishMp3Part, finishTagged } from './finish-files.ts'
import type { EncodedChapter, FinishContext } from './finish-files.ts'
import { locateFfmpeg } from './ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { NO_TRIM } from './mastering/plan-master.ts'
import { SoundMeasurer } from './measuring/sound-measurer.ts'
import { pictureBlock } from './picture-block.ts'
import { runFfmpeg, runFfprobe } from './run-ffmpeg.ts'
import { decode, longestSilence, makeTones, pitchAt } from './test-sounds.ts'

const SETTINGS: EncodingSettings = {
  ...{ aacKbps: 64, mp3Kbps: 128, opusKbps: 48, sampleRateHz: 44_100, roomToneDbfs: -70 },
  level: null,
}
const TAGS = {
  title: 'Dust = Ash; or, #1 of \\ "Ørsted" 🐋',
  author: "Flann O'Brien",
  narrator: 'Rósa',
  language: 'en-gb',
  year: 1895,
  description: 'Two lines;\nand = signs.',
}
/** Chapters of a lone tone: where it begins in the chapter's own time, and how long that is. */
const CHAPTERS = [
  { hz: 400, toneAtMs: 301, durationMs: 937 },
  { hz: 900, toneAtMs: 250, durationMs: 871 },
] as const

interface Probed {
  format: { duration: string; tags?: Record<string, string> }
  streams: { codec_name: string; tags?: Record<string, string>; disposition: Record<string, number> }[]
  chapters: { start_time: string; tags: { title: string } }[]
}

let ffmpeg: Ffmpeg
let shared: string
let coverFile: string
let dir: string
const encoded = new Map<string, string>()
const path = (name: string): string => join(dir, name)
const probe = async (file: string): Promise<Probed> =>
  (await runFfprobe(ffmpeg, file, ['-show_format', '-show_streams', '-show_chapters'])) as Probed

beforeAll(async () => {
  ffmpeg = await locateFfmpeg()
  shared = await mkdtemp(join(tmpdir(), "e3 é'100% "))
  coverFile = join(shared, 'cover %d.jpg')
  // Noisy, so that it fills more than one page of Ogg.
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=640x600,noise=alls=40', '-frames:v', '1', '-pix_fmt', 'yuvj420p']
  await runFfmpeg(ffmpeg, [...picture, '-c:v', 'mjpeg', '-f', 'mjpeg', coverFile])
  const takes = CHAPTERS.map(({ hz }) => ({ file: join(shared, `${hz}.flac`), hz, ms: 400 }))
  await makeTones(ffmpeg, takes)
  const plans = CHAPTERS.map(({ hz, toneAtMs, durationMs }, index) => ({
    title: String(hz),
    segments: [
      { kind: 'gap' as const, durationMs: toneAtMs },
      { kind: 'speech' as const, key: String(hz), file: takes[index]?.file ?? '', durationMs: 400 },
      { kind: 'gap' as const, durationMs: durationMs - toneAtMs - 400 },
    ],
  }))
  const tempDir = join(shared, 'temp')
  await mkdir(tempDir)
  const codecs: readonly Codec[] = ['aac', 'mp3', 'flac', 'opus']
  const measurer = new SoundMeasurer(2)
  await encodeTracks(
    plans.map((plan) => ({ plan, codecs, trim: NO_TRIM, wantsAnalysis: false })),
    { ffmpeg, measurer, settings: SETTINGS, chaptersDir: shared, tempDir, concurrency: 2 },
  )
  await measurer.close()
  for (const plan of plans) {
    for (const codec of codecs) {
      const file = encodedFile(shared, encodingKey(plan, SETTINGS, NO_TRIM), codec, SETTINGS)
      encoded.set(`${plan.title} ${codec}`, file)
    }
  }
})
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "e3 é'100% "))
})
afterEach(() => rm(dir, { recursive: true }))
afterAll(() => rm(shared, { recursive: true }))

const context = (rest: Partial<FinishContext> = {}): FinishContext => ({
  ...{ ffmpeg, tags: TAGS, isShort: false, coverFile, settings: SETTINGS },
  ...rest,
})
const chapter = (hz: number, codec: Codec, title: string): EncodedChapter => ({
  title,
  file: encoded.get(`${hz} ${codec}`) ?? '',
})
const TITLES = ["I. Loomings = Call; me # \\ 'Ishmael'", 'Глава 2 🐋', 'Two\nlines']
/** As tags have them. */
const SHOWN = TITLES.map((title) => title.replace('\n', ' '))
const book = (codec: Codec): EncodedChapter[] =>
  TITLES.map((title, index) => chapter(index === 1 ? 900 : 400, codec, title))
/** Many chapters, of which the last one alone sounds otherwise. */
const longBook = (codec: Codec, count: number): EncodedChapter[] =>
  Array.from({ length: count }, (_, index) => {
    const title = `Canto ${index + 1}, ${'in which much is told '.repeat(14)}`.trim()
    return chapter(index < count - 1 ? 400 : 900, codec, title)
  })

const FULL = {
  ...{ album: TAGS.title, artist: TAGS.author, album_artist: TAGS.author, composer: TAGS.narrator },
  ...{ genre: 'Audiobook', date: '1895', comment: 'Two lines; and = signs.' },
}
const hasPicture = ({ streams }: Probed): boolean =>
  streams.some(({ disposition }) => disposition['attached_pic'] === 1)

/** How far behind its mark each chapter's tone is heard, less what is planned. */
function drifts(samples: Int16Array, marks: readonly ChapterMark[]): number[] {
  return marks.map(({ startMs }, index) => {
    const { toneAtMs } = CHAPTERS[index === marks.length - 1 ? 1 : 0]
    const from = Math.max(0, Math.round((startMs + toneAtMs - 200) * 44.1))
    const onset = samples.subarray(from).findIndex((sample) => Math.abs(sample) > 1500)
    return (from + onset) / 44.1 - startMs - toneAtMs
  })
}

describe('an M4B', () => {
  test('has its chapters, tags and cover where listeners look for them', async () => {
    const file = path('book.m4b')
    const made = await finishM4b(file, book('aac'), { index: 1, count: 1 }, context())
    const found = await probe(file)
    expect(found.format.tags).toMatchObject({ ...FULL, title: TAGS.title, track: '1/1', media_type: '2' })
    expect(found.streams.find(({ codec_name }) => codec_name === 'aac')?.tags).toMatchObject({ language: 'eng' })
    expect(hasPicture(found)).toBe(true)
    expect(found.chapters.map(({ tags }) => tags.title)).toEqual(SHOWN)
    expect(found.chapters[0]?.start_time).toBe('0.000000')
    expect(Math.abs(Number(found.format.duration) * 1000 - made.durationMs)).toBeLessThan(50)
    expect(await readdir(dir)).toEqual(['book.m4b'])
  })

  test('that is a part says so, and holds no cover where there is none', async () => {
    const file = path('part.m4b')
    await finishM4b(file, book('aac').slice(1), { index: 2, count: 2 }, context({ coverFile: null }))
    const found = await probe(file)
    expect(found.format.tags).toMatchObject({ title: `${TAGS.title} (Part 2 of 2)`, album: TAGS.title, track: '2/2' })
    expect(hasPicture(found)).toBe(false)
  })

  test('keeps hundreds of chapters in time, without silence between them', async () => {
    const file = path('long.m4b')
    const chapters = longBook('aac', 300)
    const { marks } = await finishM4b(file, chapters, { index: 1, count: 1 }, context())
    const found = await probe(file)
    expect(found.chapters.map(({ tags }) => tags.title)).toEqual(chapters.map(({ title }) => title))
    const samples = await decode(ffmpeg, file)
    expect(pitchAt(samples, (marks.at(-1)?.startMs ?? 0) + CHAPTERS[1].toneAtMs + 200)).toBe(900)
    expect(Math.max(...drifts(samples, marks).map(Math.abs))).toBeLessThan(1)
    // Older versions of the encoder empty a few milliseconds.
    expect(longestSilence(samples)).toBeLessThan(441)
  })
})

describe('an MP3', () => {
  test('of a chapter has its tags, its place and its cover', async () => {
    const file = path('one.mp3')
    const made = await finishMp3(file, { ...chapter(400, 'mp3', TITLES[2] ?? ''), index: 7, count: 12 }, context())
    const found = await probe(file)
    expect(found.format.tags).toMatchObject({ ...FULL, title: 'Two lines', track: '7/12' })
    expect(hasPicture(found)).toBe(true)
    expect(Math.abs(made.durationMs - CHAPTERS[0].durationMs)).toBeLessThan(60)
    const samples = await decode(ffmpeg, file)
    expect(pitchAt(samples, CHAPTERS[0].toneAtMs + 200)).toBe(400)
    expect(longestSilence(samples)).toBeLessThan(64)
  })

  test('has title, author and album alone where no more is wanted', async () => {
    const file = path('short.mp3')
    const short = context({ isShort: true, coverFile: null })
    await finishMp3(file, { ...chapter(400, 'mp3', 'One'), index: 1, count: 1 }, short)
    expect((await probe(file)).format.tags).toEqual({ title: 'One', artist: TAGS.author, album: TAGS.title })
  })

  test.each([3, 300])('of a part lists its %i chapters by the rules of ID3', async (count) => {
    const file = path('part.mp3')
    const chapters = longBook('mp3', count)
    const part = { index: 1, count: 2, title: `${TAGS.title} (Part 1 of 2)` }
    const { marks, durationMs } = await finishMp3Part(file, chapters, part, context())
    const frames = readTag(await readFile(file))
    const tables = new Map(frames.filter(({ id }) => id === 'CTOC').map(({ body }) => readContents(body)))
    const named = frames.filter(({ id }) => id === 'CHAP').map(({ body }) => readChapter(body))
    const top = [...tables].filter(([, { isTop }]) => isTop)
    expect(top).toHaveLength(1)
    const listed = (id: string): string[] => tables.get(id)?.children.flatMap(listed) ?? [id]
    expect(listed(top[0]?.[0] ?? '')).toEqual(named.map(({ id }) => id))
    expect([...tables.values()].every(({ isOrdered, children }) => isOrdered && children.length > 0)).toBe(true)
    expect(named.map(({ title }) => title)).toEqual(chapters.map(({ title }) => title))
    expect(named.map(({ startMs }) => startMs)).toEqual(marks.map(({ startMs }) => Math.round(startMs)))
    expect(named.slice(1).map(({ startMs }) => startMs)).toEqual(named.slice(0, -1).map(({ endMs }) => endMs))
    expect(named.every(({ offsets }) => offsets.every((offset) => offset === 0xffff_ffff))).toBe(true)

    const found = await probe(file)
    expect(found.format.tags).toMatchObject({ ...FULL, title: part.title, track: '1/2' })
    expect(found.chapters.map(({ tags }) => tags.title)).toEqual(chapters.map(({ title }) => title))
    expect(hasPicture(found)).toBe(true)
    expect(Math.abs(Number(found.format.duration) * 1000 - durationMs)).toBeLessThan(50)
  })

  test('of a part keeps hundreds of chapters in time, without silence between them', async () => {
    const file = path('long.mp3')
    const { marks } = await finishMp3Part(file, longBook('mp3', 300), { index: 1, count: 1, title: 'Long' }, context())
    const samples = await decode(ffmpeg, file)
    expect(pitchAt(samples, (marks.at(-1)?.startMs ?? 0) + CHAPTERS[1].toneAtMs + 200)).toBe(900)
    expect(Math.max(...drifts(samples, marks).map(Math.abs))).toBeLessThan(5)
    expect(longestSilence(samples)).toBeLessThan(441)
  })

  test('of a part begins its chapters where its M4B does, however many they are', async () => {
    const place = { index: 1, count: 1 }
    const m4b = await finishM4b(path('long.m4b'), longBook('aac', 300), place, context())
    const mp3 = await finishMp3Part(path('long.mp3'), longBook('mp3', 300), { ...place, title: 'Long' }, context())
    const apart = mp3.marks.map(({ startMs }, index) => Math.abs(startMs - (m4b.marks[index]?.startMs ?? 0)))
    expect(Math.max(...apart)).toBeLessThan(15)
  })
})

describe('FLAC and Opus', () => {
  test.each(['flac', 'opus'] as const)('%s has its tags and cover, and the sound as it was encoded', async (codec) => {
    const source = chapter(900, codec, TITLES[0] ?? '')
    const file = path(`one.${codec}`)
    const made = await finishTagged(codec, file, { ...source, index: 2, count: 3 }, context())
    expect(Math.abs(made.durationMs - CHAPTERS[1].durationMs)).toBeLessThan(20)
    const found = await probe(file)
    // Ogg keeps its tags with the stream, FLAC with the file.
    const entries = [found.streams[0]?.tags ?? {}, found.format.tags ?? {}].flatMap(Object.entries<string>)
    const tags = Object.fromEntries(entries.map(([key, value]) => [key.toLowerCase(), value]))
    expect(tags).toMatchObject({ ...FULL, title: TITLES[0], track: '2/3', language: 'eng' })
    expect(hasPicture(found)).toBe(true)
    expect(await decode(ffmpeg, file)).toEqual(await decode(ffmpeg, source.file))
    expect(await readdir(dir)).not.toContain(`one.${codec}.txt`)
  })

  test('say how large their cover is', async () => {
    const jpeg = await readFile(coverFile)
    const block = pictureBlock(jpeg)
    expect(block.toString('latin1', 8, 18)).toBe('image/jpeg')
    const numbers = [22, 26, 30, 38].map((at) => block.readUInt32BE(at))
    expect(numbers).toEqual([640, 600, 24, jpeg.length])
    expect(block.subarray(42)).toEqual(jpeg)
  })
})

test('the same chapters give the same bytes, whatever their folder is called', async () => {
  const make = async (folder: string): Promise<Buffer[]> => {
    await mkdir(path(folder))
    const at = (name: string): string => join(path(folder), name)
    const place = { index: 1, count: 3 }
    await finishM4b(at('a.m4b'), book('aac'), place, context())
    await finishMp3Part(at('b.mp3'), book('mp3'), { ...place, title: 'B' }, context())
    await finishMp3(at('c.mp3'), { ...chapter(400, 'mp3', 'C'), ...place }, context())
    for (const codec of ['flac', 'opus'] as const) {
      await finishTagged(codec, at(`d.${codec}`), { ...chapter(400, codec, 'D'), ...place }, context())
    }
    const names = (await readdir(path(folder))).sort()
    return Promise.all(names.map((name) => readFile(at(name))))
  }
  expect(await make('one')).toEqual(await make('another, 2%'))
})

describe('what cannot be finished', () => {
  test('names an encoding that was cut', async () => {
    const whole = await readFile(encoded.get('400 aac') ?? '')
    await writeFile(path('cut.aac'), whole.subarray(0, whole.length - 50))
    const chapters = [...book('aac'), { title: 'Cut', file: path('cut.aac') }]
    const failure = finishM4b(path('book.m4b'), chapters, { index: 1, count: 1 }, context())
    await expect(failure).rejects.toMatchObject({ code: 'media.encodingDamaged' })
  })
})

interface Frame {
  id: string
  body: Buffer
}

/** Frames of an ID3v2.3 tag, or of what is embedded in one. */
function readFrames(bytes: Buffer): Frame[] {
  const frames: Frame[] = []
  for (let at = 0; at + 10 <= bytes.length;) {
    const length = bytes.readUInt32BE(at + 4)
    frames.push({ id: bytes.toString('latin1', at, at + 4), body: bytes.subarray(at + 10, at + 10 + length) })
    at += 10 + length
  }
  return frames
}

function readTag(file: Buffer): Frame[] {
  expect(file.toString('latin1', 0, 5)).toBe('ID3\x03\0')
  const size = [6, 7, 8, 9].reduce((sum, at) => (sum << 7) | file.readUInt8(at), 0)
  // Right behind the tag comes the first frame of sound.
  expect(file.readUInt16BE(10 + size) >> 5).toBe(0x7ff)
  return readFrames(file.subarray(10, 10 + size))
}

function readContents(body: Buffer): [string, { isTop: boolean; isOrdered: boolean; children: string[] }] {
  const end = body.indexOf(0)
  const flags = body.readUInt8(end + 1)
  const children = body
    .toString('latin1', end + 3)
    .split('\0')
    .filter(Boolean)
  expect(children).toHaveLength(body.readUInt8(end + 2))
  return [body.toString('latin1', 0, end), { isTop: (flags & 2) !== 0, isOrdered: (flags & 1) !== 0, children }]
}

function readChapter(body: Buffer) {
  const end = body.indexOf(0)
  const number = (index: number): number => body.readUInt32BE(end + 1 + 4 * index)
  const [title] = readFrames(body.subarray(end + 17))
  expect(title?.id).toBe('TIT2')
  const text = title?.body.subarray(3).toString('utf16le')
  return {
    id: body.toString('latin1', 0, end),
    startMs: number(0),
    endMs: number(1),
    offsets: [number(2), number(3)],
    title: text,
  }
}
