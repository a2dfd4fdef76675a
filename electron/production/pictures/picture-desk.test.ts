import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { locateFfmpeg, type Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { runFfmpeg } from '#electron/audio/run-ffmpeg.ts'
import { Broadcast } from '#electron/ipc/broadcast.ts'
import { importBook } from '#electron/library/import-book.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import { openLiveStudio, type LiveStudio } from '#electron/studio/live-studio.ts'
import { openStudio } from '#electron/studio/open-studio.ts'
import { prepareWorkspace } from '#electron/studio/prepare-workspace.ts'
import type { StudioEvent } from '#shared/contract/event.ts'
import { mediaAddress } from '#shared/contract/media.ts'

const BOOK = `<html lang="en"><head><title>The Storm, by Ann Lee</title></head><body>
<h1>The Storm</h1><p>by Ann Lee</p><h2>Chapter I</h2>
<p>The ship lay in the harbour, and the sea was dark under the storm.</p><p>Nobody spoke of it.</p></body></html>`
const COVER = { kind: 'cover', chapterIndex: 0, paragraphIndex: 0 } as const

let ffmpeg: Ffmpeg
let template: string
let root: string
let bookId: string
let studio: LiveStudio
let broadcast: Broadcast
let told: StudioEvent[]

beforeAll(async () => {
  ffmpeg = await locateFfmpeg()
  template = await mkdtemp(join(tmpdir(), 'e3-pictures-template-'))
  await prepareWorkspace({ root: template, processEnv: {} })
  await writeFile(join(template, 'storm.html'), BOOK)
  const shelf = await openStudio({ root: template, processEnv: {}, access: 'write' })
  const path = join(template, 'storm.html')
  const rooms = { foundry: shelf.foundry, titles: shelf.database.titles }
  ;({ bookId } = await importBook({ path, ...rooms, maxChunkCharacters: 400 }))
  await shelf.close()
})
afterAll(() => rm(template, { recursive: true }))

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-pictures-'))
  await cp(template, root, { recursive: true })
  await open()
})
afterEach(async () => {
  await studio.close()
  await rm(root, { recursive: true, force: true })
})

async function open(): Promise<void> {
  broadcast = new Broadcast(SILENT_LOGGER)
  told = []
  broadcast.subscribe((events) => told.push(...events))
  studio = await openLiveStudio({ root, processEnv: {} }, broadcast)
}

/** Resolves at the first batch of events after which it holds. */
async function until(holds: () => boolean): Promise<void> {
  if (holds()) return
  await new Promise<void>((resolve) => {
    const stop = broadcast.subscribe(() => {
      if (!holds()) return
      stop()
      resolve()
    })
  })
}

async function picture(size: string, format: 'png' | 'jpg' | 'webp' = 'png', colour = 'red'): Promise<Uint8Array> {
  const file = join(root, `upload.${format}`)
  await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', `color=c=${colour}:size=${size}`, '-frames:v', '1', file])
  return readFile(file)
}

const draw = (count: number) => studio.pictures.draw({ bookId, ...COVER, styleId: 'gothic', prompt: null, count })
const upload = async (...how: Parameters<typeof picture>) =>
  studio.pictures.upload({ bookId, ...COVER, data: await picture(...how) })
const isDone = (id: number) => () => studio.pictures.card(id)?.status === 'done'
const version = () => studio.database.titles.card(bookId)?.coverVersion
const drawn = async (count: number) => {
  const cards = await draw(count)
  for (const { id } of cards) await until(isDone(id))
  return cards.map(({ id }) => id)
}

describe('candidates', () => {
  it('are drawn with different seeds, come in as they are done, and are shown', async () => {
    const cards = (await Promise.all([draw(2), draw(1)])).flat()
    expect(cards).toMatchObject([{ status: 'waiting', isChosen: false }, {}, {}])
    expect(new Set(cards.map(({ seed }) => seed)).size).toBe(3)
    for (const { id } of cards) await until(isDone(id))
    const [first, second] = await studio.pictures.list(bookId)
    expect(first).toMatchObject({ isChosen: true, origin: 'drawn', widthPx: 1400, heightPx: 1400, error: null })
    expect(first?.workflowLabel).toBe('A typographic book cover, drawn by the built-in engine')
    expect(second).toMatchObject({ isChosen: false })
    const shown = await studio.media.find(mediaAddress.picture(first?.id ?? 0, first?.version ?? '', 'poster'))
    expect(shown).toMatchObject({ mediaType: 'image/jpeg', isVersioned: true })
    const again = await studio.pictures.again(first?.id ?? 0)
    expect(cards.map(({ seed }) => seed)).not.toContain(again.seed)
    await until(isDone(again.id))
    expect(studio.desk.page({ bookId }, 'newest', { offset: 0, limit: 1 }).rows[0]).toMatchObject({
      label: 'Cover of The Storm',
      bookId,
    })
    await until(() => told.some(({ name, data }) => name === 'picture.changed' && data.id === again.id))
  })

  it('are chosen, which changes the title’s cover, and set aside, but for the one in use', async () => {
    const [first = 0, second = 0] = await drawn(2)
    const before = version()
    expect(studio.pictures.choose(second)).toMatchObject({ isChosen: true })
    expect(studio.pictures.card(first)).toMatchObject({ isChosen: false })
    expect(version()).not.toBe(before)
    expect(() => studio.pictures.remove(second)).toThrow('Choose another one first')
    const files = await readdir(studio.foundry.imagesDir(bookId))
    studio.pictures.remove(first)
    expect(await readdir(studio.foundry.imagesDir(bookId))).toEqual(files)
    expect(await studio.pictures.list(bookId)).toMatchObject([{ id: second }])
    expect(studio.pictures.restore(first)).toMatchObject({ id: first, status: 'done' })
    await until(() => told.some(({ name }) => name === 'picture.removed'))
  })

  it.each(['png', 'jpg', 'webp'] as const)('may be %s files of a producer’s own', async (format) => {
    const card = await upload('800x600', format)
    expect(card).toMatchObject({ status: 'done', origin: 'uploaded', widthPx: 800, heightPx: 600, isChosen: true })
    expect(await upload('800x600', format)).toEqual(card)
    const poster = await studio.media.find(mediaAddress.cover(bookId, version() ?? '', 'poster'))
    expect(poster).toMatchObject({ isVersioned: true, mediaType: 'image/jpeg' })
  })

  it('are refused when they are no pictures, too small, or a document that names other files', async () => {
    const of = (data: Uint8Array) => studio.pictures.upload({ bookId, ...COVER, data })
    await expect(upload('599x800')).rejects.toMatchObject({ code: 'picture.tooSmall' })
    await expect(upload('3000x700')).rejects.toMatchObject({ code: 'picture.tooSmall' })
    const whole = await picture('800x800')
    const hostile = [
      '#EXTM3U\nfile:///etc/hostname',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '\x89PNG\r\n\x1a\nxxxx',
      '',
    ]
    for (const text of hostile) {
      const data = Buffer.from(text, 'latin1')
      await expect(of(data)).rejects.toMatchObject({ code: 'picture.unreadable' })
    }
    await expect(of(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({ code: 'picture.unreadable' })
    await expect(of(claimingPixels(60_000))).rejects.toMatchObject({
      code: expect.stringMatching(/^picture\./) as string,
    })
    expect(await studio.pictures.list(bookId)).toEqual([])
  })

  it('need a workflow that paints, for scenes and thumbnails', async () => {
    const scene = { kind: 'scene', chapterIndex: 2, paragraphIndex: 1 } as const
    const request = { bookId, styleId: 'anime', prompt: null, count: 1 }
    await expect(studio.pictures.draw({ ...request, ...scene })).rejects.toMatchObject({ code: 'picture.noWorkflow' })
    expect(studio.pictures.means()).toMatchObject([
      { manner: 'type', problem: null },
      { manner: null },
      { manner: null },
    ])
    expect(await studio.pictures.scenes(bookId)).toMatchObject([{ ...scene, chapterTitle: 'Chapter I' }])
  })
})

describe('after a kill', () => {
  it('what was drawn is taken in, and what was lost is drawn again', async () => {
    const [first = 0, second = 0] = await drawn(2)
    const { pictures } = studio.database
    await rm(studio.workspace.resolve(pictures.get(second)?.file?.path ?? ''))
    for (const id of [first, second]) pictures.setFile(id, null)
    await studio.close()
    await open()
    await until(isDone(first))
    await until(isDone(second))
    const jobs = studio.database.jobs.list({ jobType: 'T2I' })
    expect(jobs.map(({ runCount }) => runCount).sort()).toEqual([1, 2])
  })

  it('a title that was removed takes its pictures along, and brings them back', async () => {
    const [id = 0] = await drawn(1)
    await studio.shelf.remove(bookId)
    await studio.shelf.restore(bookId)
    expect(await studio.pictures.list(bookId)).toMatchObject([{ id, status: 'done' }])
    await studio.shelf.remove(bookId)
    await studio.shelf.purge(bookId)
    expect(studio.database.pictures.get(id)).toBeNull()
    expect(studio.database.jobs.list()).toEqual([])
  })
})

/** A PNG of a few bytes whose header speaks of a huge picture. */
function claimingPixels(edge: number): Uint8Array {
  const header = Buffer.alloc(25)
  header.writeUInt32BE(13, 0)
  header.write('IHDR', 4)
  header.writeUInt32BE(edge, 8)
  header.writeUInt32BE(edge, 12)
  header.set([8, 2, 0, 0, 0], 16)
  header.writeUInt32BE(crc32(header.subarray(4, 21)), 21)
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), header])
}
