import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { locateFfmpeg } from './ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { withOpusTags } from './ogg-tags.ts'
import { runFfprobe } from './run-ffmpeg.ts'
import { decode, makeTones } from './test-sounds.ts'

let ffmpeg: Ffmpeg
let dir: string
let source: Buffer
const path = (name: string): string => join(dir, name)

beforeAll(async () => {
  ffmpeg = await locateFfmpeg()
  dir = await mkdtemp(join(tmpdir(), 'e3-ogg-'))
  await makeTones(ffmpeg, [{ file: path('tone.opus'), hz: 400, ms: 900, codec: ['-c:a', 'libopus'] }])
  source = await readFile(path('tone.opus'))
})
afterAll(() => rm(dir, { recursive: true }))

const long = (length: number): Buffer => withOpusTags(source, [['X', 'é'.repeat(length / 2)]])

// Pieces have 255 bytes, pages 255 pieces: about the ends of both, and over several pages.
test.each([254, 65_022, 200_000])('a tag of %i bytes is read back, and the sound as it was', async (length) => {
  await writeFile(path('long.opus'), long(length))
  const { streams } = (await runFfprobe(ffmpeg, path('long.opus'), ['-show_streams'])) as {
    streams: { tags?: Record<string, string> }[]
  }
  expect(streams[0]?.tags?.['X']).toBe('é'.repeat(length / 2))
  expect(await decode(ffmpeg, path('long.opus'))).toEqual(await decode(ffmpeg, path('tone.opus')))
})

test('tags are taken out again however they lie in pieces and pages', () => {
  const bare = withOpusTags(source, [])
  for (const from of [0, 64_900]) {
    for (let length = from; length < from + 520; length += 2) {
      expect(withOpusTags(long(length), []).equals(bare) ? 'bare' : length).toBe('bare')
    }
  }
})

test('what is no Opus is refused', () => {
  expect(() => withOpusTags(Buffer.from('fLaC, and more than a page has at least'), [])).toThrow('no Ogg')
  expect(() => withOpusTags(source.subarray(0, 40), [])).toThrow('no Opus')
})
