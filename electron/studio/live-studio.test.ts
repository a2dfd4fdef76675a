import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Broadcast } from '#electron/ipc/broadcast.ts'
import { importBook } from '#electron/library/import-book.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import { requireNarrator } from '#electron/production/choose-narrator.ts'
import type { StudioEvent } from '#shared/contract/event.ts'
import type { ProductionStatus } from '#shared/models/production.ts'
import { openLiveStudio, type LiveStudio } from './live-studio.ts'
import { openStudio } from './open-studio.ts'
import { prepareWorkspace } from './prepare-workspace.ts'

const LINES = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'].map((word) => `${word} birds flew over the grey hill.`)
const BOOK = `<html lang="en"><head><title>Birds, by Ann Lee</title></head><body>
<h1>Birds</h1><p>by Ann Lee</p><h2>Chapter I</h2><p>${LINES.join(' ')}</p></body></html>`
const NARRATOR = 'narrator_001'

let template: string
let root: string
let bookId: string
let studio: LiveStudio
let broadcast: Broadcast
let told: StudioEvent[]

/** A workspace with one tiny book, which the fastest voice reads. */
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'e3-live-template-'))
  await prepareWorkspace({ root: template, processEnv: {} })
  await writeFile(join(template, 'birds.html'), BOOK)
  const shelf = await openStudio({ root: template, processEnv: {}, access: 'write' })
  const { database, foundry } = shelf
  const narrator = requireNarrator(database.narrators, NARRATOR)
  database.narrators.upsert({ ...narrator, parameters: { voice: 'kal16', speed: 1 } })
  const path = join(template, 'birds.html')
  ;({ bookId } = await importBook({ path, foundry, titles: database.titles, maxChunkCharacters: 40 }))
  await shelf.close()
})
afterAll(() => rm(template, { recursive: true }))

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-live-'))
  await cp(template, root, { recursive: true })
  broadcast = new Broadcast(SILENT_LOGGER)
  told = []
  broadcast.subscribe((events) => told.push(...events))
  studio = await openLiveStudio({ root, processEnv: {} }, broadcast)
})
afterEach(async () => {
  await studio.close()
  await rm(root, { recursive: true, force: true })
})

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

const start = (formats: ('m4b' | 'mp3')[] = ['m4b']) => studio.steering.start({ bookId, narratorId: NARRATOR, formats })
const isNow = (id: number, status: ProductionStatus) => () => studio.board.require(id).status === status
const jobOf = (productionId: number, status: 'pending' | 'done') =>
  studio.desk.page({ productionId, status, jobType: 'SPEECH' }, 'newest', { offset: 0, limit: 1 }).rows[0]

describe('a live studio', () => {
  it('runs a production that is started, and tells every step of it', async () => {
    const { id } = await start()
    await until(isNow(id, 'completed'))
    const { card, chapters, log, files } = await studio.board.details(id)
    expect(card).toMatchObject({ title: 'Birds', status: 'completed', progress: 1, chunksFailed: 0, activity: null })
    expect(card.chunksDone).toBe(card.chunksTotal)
    expect(card.serverSeconds).toBeGreaterThan(0)
    expect(chapters.map(({ title }) => title)).toEqual(['Opening credits', 'Chapter I', 'Closing credits'])
    expect(chapters[1]?.chunks[0]).toMatchObject({ status: 'done', isRedone: false })
    expect(files.map(({ name, fileId }) => [name.split('.').at(-1), fileId])).toEqual([
      ['m4b', `production${id}-0`],
      ['png', `production${id}-1`],
    ])
    expect(log.at(-1)?.message).toMatch(/^Opened: .* reads Birds\.$/)
    await until(() => told.some(({ name, data }) => name === 'production.changed' && data.status === 'completed'))
    const names = new Set(told.map(({ name }) => name))
    for (const name of ['production.replanned', 'production.logged', 'chunk.changed', 'job.changed', 'queue.changed'])
      expect(names).toContain(name)
    expect(studio.activity()).toMatchObject({ productionsRunning: 0, jobsRunning: 0, jobsWaiting: 0, progress: null })
  })

  it('brings a failed production to its end when its failed job is retried', async () => {
    const { id } = await start()
    await until(() => jobOf(id, 'pending') !== undefined)
    const job = jobOf(id, 'pending')
    expect(job?.label).toBe('Closing credits of Birds')
    studio.desk.cancel(job?.id ?? 0)
    await until(isNow(id, 'failed'))
    expect(studio.desk.details(job?.id ?? 0).error).toMatchObject({ message: 'The job was cancelled.', trace: null })
    expect(studio.board.require(id)).toMatchObject({ chunksFailed: 1 })
    expect(await studio.queue.retryFailed({})).toBe(0)

    studio.desk.retry(job?.id ?? 0)
    expect(studio.board.require(id).status).not.toBe('failed')
    await until(isNow(id, 'completed'))
    expect(studio.board.require(id)).toMatchObject({ chunksFailed: 0, error: null })
  })

  it('brings a production to its end when another process cancels a job of it', async () => {
    // Otherwise all may be rendered before the other process is there.
    studio.queue.setPaused(true)
    const { id } = await start()
    await until(() => jobOf(id, 'pending') !== undefined)
    const other = await openStudio({ root, processEnv: {}, access: 'write' })
    other.database.jobs.cancel(jobOf(id, 'pending')?.id ?? 0, 'Cancelled elsewhere.')
    await other.close()
    studio.queue.setPaused(false)
    await until(isNow(id, 'failed'))
    expect(studio.board.require(id)).toMatchObject({ chunksFailed: 1 })
  })

  it('takes nothing while the queue is paused, says so of what it holds up, and goes on by itself', async () => {
    studio.queue.setPaused(true)
    const { id } = await start()
    await until(() => studio.board.require(id).isHeldByQueue)
    const waiting = studio.queue.state().counts.pending
    studio.agent.wake()
    expect(studio.queue.state()).toMatchObject({ isPaused: true, counts: { pending: waiting, processing: 0 } })
    expect(studio.board.require(id).activity).toBe('Waiting: the queue is paused')
    await until(() => told.some(({ name, data }) => name === 'activity.changed' && data.isQueuePaused))

    const other = await openStudio({ root, processEnv: {}, access: 'write' })
    other.database.studioState.set('queue.paused', false)
    await other.close()
    await until(isNow(id, 'completed'))
    expect(told.some(({ name, data }) => name === 'queue.changed' && !data.isPaused)).toBe(true)
  })

  it('renders a finished chunk again and puts its new take into the book', async () => {
    const { id } = await start()
    await until(isNow(id, 'completed'))
    const done = jobOf(id, 'done')
    studio.desk.retry(done?.id ?? 0)
    expect(studio.board.require(id).status).not.toBe('completed')
    await until(isNow(id, 'completed'))
    const ticks = (await studio.board.details(id)).chapters.flatMap(({ chunks }) => chunks)
    expect(ticks.filter(({ isRedone }) => isRedone)).toHaveLength(1)
    expect(ticks.every(({ status }) => status === 'done')).toBe(true)
  })

  it('stops at once for a pause, goes on for a resume, and cancels what servers have in hand', async () => {
    const { id } = await start()
    await until(() => told.some(({ name }) => name === 'chunk.changed'))
    studio.steering.steer(id, 'pause')
    await until(() => !studio.producer.isRunning(id))
    expect(studio.board.require(id)).toMatchObject({ status: 'paused', activity: null })
    expect(studio.board.require(id).progress).toBeLessThan(1)
    studio.steering.steer(id, 'resume')
    studio.steering.steer(id, 'pause')
    studio.steering.steer(id, 'resume')
    await until(isNow(id, 'completed'))

    const again = await start(['m4b', 'mp3'])
    expect(again.id).toBe(id)
    studio.steering.steer(id, 'cancel')
    await until(() => !studio.producer.isRunning(id))
    expect(studio.board.require(id).status).toBe('cancelled')
    expect(studio.queue.state().counts).toMatchObject({ pending: 0, processing: 0 })
    expect(() => studio.steering.steer(id, 'resume')).toThrow('The production of Birds is cancelled')
    expect(() => studio.desk.retry(jobOf(id, 'done')?.id ?? 0)).toThrow('was cancelled')
  })

  it('does not open a production whose narrator cannot speak', async () => {
    const { database } = studio
    const narrator = requireNarrator(database.narrators, NARRATOR)
    database.narrators.upsert({ ...narrator, voiceModel: 'T2S_chatterbox_v1', voiceSamplePath: null })
    await expect(start()).rejects.toMatchObject({ code: 'narrator.sampleMissing' })
    database.narrators.upsert({ ...narrator, voiceModel: 'T2S_nobody_v1' })
    await expect(start()).rejects.toMatchObject({ code: 'workflow.unknown' })
    expect(studio.board.list()).toEqual([])
  })

  it('tells what another process has changed', async () => {
    const { id } = await start()
    await until(isNow(id, 'completed'))
    const before = told.length
    const other = await openStudio({ root, processEnv: {}, access: 'write' })
    other.database.productions.setStatus(id, 'cancelled')
    await other.close()
    await until(() =>
      told.slice(before).some(({ name, data }) => name === 'production.changed' && data.status === 'cancelled'),
    )
  })

  it('tells of a title that another process has put on the shelf', async () => {
    const other = await openStudio({ root, processEnv: {}, access: 'write' })
    other.database.titles.upsert({ bookId: 'pg77', title: 'Seven Gables', author: 'Hawthorne', language: 'en' })
    await other.close()
    await until(() => told.some(({ name, data }) => name === 'title.changed' && data.title === 'Seven Gables'))
  })
})
