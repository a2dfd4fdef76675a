import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { locateFfmpeg, type Ffmpeg } from '../ffmpeg.ts'
import { pipeProgram } from '../run-program.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { makeTones } from '../test-sounds.ts'
import { makeVideo, missingSegments, pruneSegments, type VideoContext } from './make-video.ts'
import { verifyVideo } from './verify-video.ts'
import { VIDEO_LOOK, type VideoLook, type VideoPart } from './video-part.ts'
import { planVideo } from './video-plan.ts'

let dir: string
let ffmpeg: Ffmpeg
let part: VideoPart
let sound: string
const look: VideoLook = { ...VIDEO_LOOK, widthPx: 320, heightPx: 180, cardMs: 1500, keyframeMs: 2000 }

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-video-'))
  ffmpeg = await locateFfmpeg()
  sound = join(dir, 'sound.aac')
  await makeTones(ffmpeg, [{ file: sound, hz: 300, ms: 12_000, rateHz: 44_100, codec: ['-c:a', 'aac'] }])
  const picture = async (name: string, colour: string): Promise<string> => {
    const file = join(dir, name)
    await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', `color=${colour}:s=400x300`, '-frames:v', '1', '-f', 'mjpeg', file])
    return file
  }
  const cover = { file: await picture('cover.jpg', 'navy'), key: 'navy' }
  const scene = { file: await picture('100% rain.jpg', 'red'), key: 'red' }
  part = {
    ...{ index: 1, count: 1, durationMs: 12_000, cover, openingMs: 0 },
    tags: { title: 'Rain', author: 'A. Cloud', narrator: 'Slt', language: 'de', year: 1900, description: 'Wet.' },
    chapters: [
      { title: 'One', startMs: 0, endMs: 4000 },
      { title: 'Two; a = b', startMs: 4000, endMs: 12_000 },
    ],
    shots: [{ ...scene, startMs: 9000 }],
    cues: [{ startMs: 1000, endMs: 2500, lines: ['She said <no> &', 'went {away}.'] }],
  }
})

afterAll(() => rm(dir, { recursive: true }))

function contextOf(name: string, more: Partial<VideoContext> = {}): VideoContext {
  return { ffmpeg, look, segmentsDir: join(dir, name), concurrency: 2, ...more }
}

/** The mean of red, green and blue of each frame, or of a part of it. */
async function frameColours(file: string, crop = 'null'): Promise<[number, number, number][]> {
  const bytes: Buffer[] = []
  const args = ['-v', 'error', '-i', file, '-map', '0:v:0', '-vf', `${crop},scale=1:1:flags=area`]
  await pipeProgram(ffmpeg.ffmpeg, [...args, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], undefined, (piece) =>
    bytes.push(piece),
  )
  const all = Buffer.concat(bytes)
  return Array.from({ length: all.length / 3 }, (_, at) => [all[at * 3]!, all[at * 3 + 1]!, all[at * 3 + 2]!])
}

test('makes a video that shows each picture at its time, with sound, marks, subtitles and cover', async () => {
  const plan = planVideo(part, look, ffmpeg.version)
  const output = join(dir, 'rain.mp4')
  const told: number[] = []
  const context = contextOf('segments', { onProgress: (done) => told.push(done) })
  const facts = await makeVideo(output, sound, { part, plan }, context)
  expect(facts.pictureMs).toBe(12_000)
  expect(Math.abs(facts.pictureMs - facts.soundMs)).toBeLessThanOrEqual(50)
  const colours = await frameColours(output)
  expect(colours).toHaveLength(300)
  const isRed = colours.map(([red, green]) => red > 150 && green < 60)
  // The fade lies before the scene's moment: from there on it is seen whole.
  expect(isRed.indexOf(true)).toBeGreaterThan(200)
  expect(isRed.slice(225)).toEqual(Array(75).fill(true))
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  expect(told.at(-1)).toBeCloseTo(1)
  const subtitles = join(dir, 'read-back.srt')
  await runFfmpeg(ffmpeg, ['-i', output, '-map', '0:s:0', subtitles])
  const text = await readFile(subtitles, 'utf8')
  expect(text).toContain('00:00:01,000 --> 00:00:02,500')
  expect(text.replace(/&lt;/g, '<').replace(/&amp;/g, '&')).toContain('She said <no> &')
})

test('encodes only what is missing, and gives the same bytes again', async () => {
  const plan = planVideo(part, look, ffmpeg.version)
  const [first, second] = [join(dir, 'first.mp4'), join(dir, 'second.mp4')]
  await makeVideo(first, sound, { part, plan }, contextOf('kept'))
  expect(await missingSegments(plan, join(dir, 'kept'))).toEqual({ stills: [], fades: [] })
  const abort = new AbortController()
  const stopped = contextOf('stopped', { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) })
  await expect(makeVideo(second, sound, { part, plan }, stopped)).rejects.toThrow('enough')
  expect(await readdir(dir)).not.toContain('second.mp4')
  const left = await missingSegments(plan, join(dir, 'stopped'))
  expect(left.stills.length).toBeLessThan(plan.stills.length)
  await makeVideo(second, sound, { part, plan }, contextOf('stopped'))
  expect((await readFile(second)).equals(await readFile(first))).toBe(true)
})

test('keeps the segments of the plans it is given and removes all else', async () => {
  const plan = planVideo(part, look, ffmpeg.version)
  const segmentsDir = join(dir, 'segments')
  await writeFile(join(segmentsDir, 'stranger.h264'), 'x')
  await pruneSegments(segmentsDir, [plan])
  expect(await readdir(segmentsDir)).toHaveLength(plan.stills.length + plan.fades.length + 1)
})

test('burns subtitles into the picture for as long as they are spoken', async () => {
  const burned: VideoLook = { ...look, subtitles: 'burned' }
  const plan = planVideo({ ...part, shots: [] }, burned, ffmpeg.version)
  const output = join(dir, 'burned.mp4')
  await makeVideo(output, sound, { part: { ...part, shots: [] }, plan }, contextOf('segments', { look: burned }))
  const feet = await frameColours(output, 'crop=iw:ih/5:0:ih*4/5')
  const brightness = feet.map((colour) => colour[0] + colour[1] + colour[2])
  // Before and after 2.5 s: with two lines at its foot, and with the chapter's name.
  expect(brightness[60]).toBeGreaterThan(brightness[64]! + 5)
  expect(brightness[61]).toBe(brightness[60])
})

test('names a picture that cannot be read', async () => {
  const file = join(dir, 'broken.jpg')
  await writeFile(file, 'no picture')
  const broken = { ...part, cover: { file, key: 'broken' } }
  const plan = planVideo(broken, look, ffmpeg.version)
  await expect(
    makeVideo(join(dir, 'broken.mp4'), sound, { part: broken, plan }, contextOf('broken')),
  ).rejects.toMatchObject({ code: 'media.pictureUnreadable', message: expect.stringContaining('broken.jpg') as string })
})

test('finds a video that is not as planned', async () => {
  const file = join(dir, 'other.mp4')
  await copyFile(join(dir, 'rain.mp4'), file)
  const chapters = [part.chapters[0]!, { ...part.chapters[1]!, startMs: 6000 }]
  const expected = { part: { ...part, chapters }, look: { ...look, widthPx: 640 }, frames: 301 }
  await expect(verifyVideo(file, expected, ffmpeg)).rejects.toMatchObject({
    code: 'media.fileIncomplete',
    data: {
      faults: [expect.stringContaining('320'), expect.stringContaining('301'), expect.stringContaining('chapter 2')],
    },
  })
})
