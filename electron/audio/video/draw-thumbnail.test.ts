import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { locateFfmpeg, type Ffmpeg } from '../ffmpeg.ts'
import { runFfmpeg, runFfprobe } from '../run-ffmpeg.ts'
import { drawThumbnail } from './draw-thumbnail.ts'

let dir: string
let ffmpeg: Ffmpeg
const words = { title: 'Emma; Or, A Match', author: 'Jane Austen' }

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-thumbnail-'))
  ffmpeg = await locateFfmpeg()
})
afterAll(() => rm(dir, { recursive: true }))

test.each([
  ['a square cover', '3000x3000'],
  ['a wide picture', '1344x768'],
  ['a narrow page', '300x900'],
])('draws a thumbnail that YouTube takes from %s', async (_, size) => {
  const pictureFile = join(dir, `${size}.png`)
  // Noise is what compresses worst.
  const noise = `color=gray:s=${size},noise=alls=100`
  await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', noise, '-frames:v', '1', '-pix_fmt', 'rgb24', pictureFile])
  const [first, again] = [join(dir, 'first.jpg'), join(dir, 'again.jpg')]
  await drawThumbnail(first, { pictureFile, ...words }, { ffmpeg })
  expect((await stat(first)).size).toBeLessThanOrEqual(2_000_000)
  const { streams } = (await runFfprobe(ffmpeg, first, ['-show_streams'])) as { streams: object[] }
  expect(streams).toMatchObject([{ codec_name: 'mjpeg', width: 1280, height: 720 }])
  await drawThumbnail(again, { pictureFile, ...words }, { ffmpeg })
  expect((await readFile(again)).equals(await readFile(first))).toBe(true)
})

test('names a picture that cannot be read and leaves nothing behind', async () => {
  const pictureFile = join(dir, 'broken.png')
  await writeFile(pictureFile, 'no picture')
  const drawn = drawThumbnail(join(dir, 'none.jpg'), { pictureFile, ...words }, { ffmpeg })
  await expect(drawn).rejects.toMatchObject({ code: 'media.pictureUnreadable' })
  expect((await readdir(dir)).filter((name) => name.startsWith('none'))).toEqual([])
})
