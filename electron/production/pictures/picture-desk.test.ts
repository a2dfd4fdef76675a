import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

async function picture(size: string, format: 'png' | 'jpg' | 'webp' = 'png'): Promise<Uint8Array> {
  const { readFile } = await import('node:fs/promises')
  const file = join(root, `upload.${format}`)
  await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', `testsrc=size=${size}`, '-frames:v', '1', file])
  return readFile(file)
}

const draw = (count: number) => studio.pictures.draw({ bookId, ...COVER, styleId: 'gothic', prompt: null, count })
const isDone = (id: number) => () => studio.pictures.card(id)?.status === 'done'

describe('candidates', () => {
  it('are drawn with different seeds, come in as they are done, and are shown', async () => {
    const cards = await draw(3)
    expect(cards).toMatchObject([{ status: 'waiting', isChosen: false }, {}, {}])
    expect(new Set(cards.map(({ seed }) => seed)).size).toBe(3)
    for (const { id } of cards) await until(isDone(id))
    const [first, second] = await studio.pictures.list(bookId)
    expect(first).toMatchObject({ isChosen: true, origin: 'drawn', widthPx: 1400, heightPx: 1400 })
    expect(first?.workflowLabel).toBe('A typographic book cover, drawn by the built-in engine')
    expect(second).toMatchObject({ isChosen: false })
    const shown = await studio.media.find(mediaAddress.picture(first?.id ?? 0, first?.version ?? '', 'poster'))
    expect(shown).toMatchObject({ mediaType: 'image/jpeg', isVersioned: true })
    const again = await studio.pictures.again(first?.id ?? 0)
    expect(cards.map(({ seed }) => seed)).not.toContain(again.seed)
    await until(isDone(again.id))
    expect(studio.desk.page({ jobType: 'T2I' }, 'newest', { offset: 0, limit: 1 }).rows[0]).toMatchObject({
      label: 'Cover of The Storm',
      bookId,
    })
  })
})
