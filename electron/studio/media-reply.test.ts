import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MediaFile } from './media-files.ts'
import { openMedia } from './media-reply.ts'

const BYTES = Buffer.from('0123456789')
let dir = ''
let file: MediaFile

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-media-'))
  const path = join(dir, 'take.flac')
  await writeFile(path, BYTES)
  file = { path, mediaType: 'audio/flac', sizeBytes: BYTES.length, isVersioned: true, saveAs: null }
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function ask(range: string | null, of: MediaFile = file) {
  const { status, headers, stream } = openMedia(of, range)
  return { status, headers, text: stream === null ? null : (await buffer(stream)).toString() }
}

it.each([
  [null, 200, '0123456789', undefined],
  ['bytes=0-', 206, '0123456789', 'bytes 0-9/10'],
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
  ['bytes=-3', 206, '789', 'bytes 7-9/10'],
  ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
  ['bytes=10-', 416, null, 'bytes */10'],
  ['bytes=-0', 416, null, 'bytes */10'],
  ['bytes=4-2', 200, '0123456789', undefined],
  ['bytes=0-1,4-5', 200, '0123456789', undefined],
  ['lines=0-1', 200, '0123456789', undefined],
  ['bytes=-', 200, '0123456789', undefined],
])('answers %s with %i and %s', async (range, status, text, contentRange) => {
  const reply = await ask(range)
  expect(reply).toMatchObject({ status, text })
  expect(reply.headers['Content-Range']).toBe(contentRange)
  expect(reply.headers['Content-Length']).toBe(String(text?.length ?? 0))
})

it('sends nothing but what is asked for, whatever the header says', async () => {
  const number = fc.oneof(fc.constant(''), fc.nat(12).map(String), fc.bigInt({ min: 0n }).map(String))
  const header = fc.oneof(
    fc.string(),
    fc.tuple(number, number).map(([from, to]) => `bytes=${from}-${to}`),
  )
  await fc.assert(
    fc.asyncProperty(header, async (range) => {
      const { status, headers, text } = await ask(range)
      expect(headers['Content-Length']).toBe(String(text?.length ?? 0))
      if (status === 200) expect(text).toBe('0123456789')
      if (status !== 206) return
      const [, first, last] = /^bytes (\d+)-(\d+)\/10$/.exec(headers['Content-Range'] ?? '') ?? []
      expect(text).toBe('0123456789'.slice(Number(first), Number(last) + 1))
    }),
  )
})

it('answers for an empty file', async () => {
  const empty = { ...file, path: join(dir, 'empty.flac'), sizeBytes: 0 }
  await writeFile(empty.path, '')
  expect(await ask(null, empty)).toMatchObject({ status: 200, text: '', headers: { 'Content-Length': '0' } })
  expect((await ask('bytes=0-', empty)).status).toBe(416)
})

it('lets a window keep only what has a version, and guesses no type', async () => {
  expect((await ask(null)).headers).toMatchObject({
    'Content-Type': 'audio/flac',
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=31536000, immutable',
    'X-Content-Type-Options': 'nosniff',
  })
  expect((await ask(null, { ...file, isVersioned: false })).headers['Cache-Control']).toBe('private, no-cache')
})

it('names a file that is to be saved so that no header breaks', async () => {
  const { headers } = await ask(null, { ...file, saveAs: `Les "Misérables'\r\n(1862).m4b` })
  expect(headers['Content-Disposition']).toBe(
    "attachment; filename*=UTF-8''Les%20%22Mis%C3%A9rables%27%0D%0A%281862%29.m4b",
  )
})
