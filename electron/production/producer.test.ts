import { cp, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importBook } from '#electron/library/import-book.ts'
import { openStudio, openWorkingStudio, type WorkingStudio } from '#electron/studio/open-studio.ts'
import { prepareWorkspace } from '#electron/studio/prepare-workspace.ts'
import type { Production } from '#shared/models/production.ts'
import { setProductionState } from './production-state.ts'

const BOOK = `<html lang="en"><head><title>Two Walks, by Ann Lee</title></head><body>
<h1>Two Walks</h1><p>by Ann Lee</p>
<h2>Chapter I. The Hill</h2><p>${sentences('On the hill we counted')}</p>
<h2>Chapter II. The Sea</h2><p>${sentences('By the grey sea we saw')}</p>
</body></html>`

function sentences(opening: string): string {
  return Array.from({ length: 24 }, (_, at) => `${opening} ${at + 2} white birds in the rain.`).join(' ')
}

const NEVER = new AbortController().signal
let template: string | undefined
let root: string
let studio: WorkingStudio | null = null

/** A workspace with one short book, which the fastest voice reads. */
async function makeTemplate(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'e3-producer-template-'))
  await prepareWorkspace({ root: dir, processEnv: {} })
  const book = join(dir, 'walks.html')
  await writeFile(book, BOOK)
  const shelf = await openStudio({ root: dir, processEnv: {}, access: 'write' })
  const { database, foundry } = shelf
  const narrator = database.narrators.get('narrator_001')
  if (narrator === null) throw new Error('A new workspace has no narrators')
  database.narrators.upsert({ ...narrator, parameters: { voice: 'kal16', speed: 1 } })
  await importBook({ path: book, foundry, titles: database.titles, maxChunkCharacters: 500 })
  await shelf.close()
  return dir
}

beforeEach(async () => {
  template ??= await makeTemplate()
  root = await mkdtemp(join(tmpdir(), 'e3-producer-'))
  await cp(template, root, { recursive: true })
})

afterEach(async () => {
  await studio?.close()
  studio = null
  await rm(root, { recursive: true, force: true })
})

async function open(): Promise<WorkingStudio> {
  await studio?.close()
  studio = await openWorkingStudio({ root, processEnv: {} })
  return studio
}

function bookId({ database }: WorkingStudio): string {
  return database.titles.list()[0]?.bookId ?? ''
}

async function produce(signal = NEVER, onChunk?: (done: number) => void): Promise<Production> {
  const opened = await open()
  const production = opened.producer.open({ bookId: bookId(opened), narratorId: null, formats: ['m4b', 'mp3'] })
  return opened.producer.run(production.id, { signal, onProgress: ({ chunksDone }) => onChunk?.(chunksDone) })
}

/** What a listener would notice. */
function heard({ metadata, totalChunks }: Production) {
  const files = metadata.files?.map(({ kind, path, durationSeconds }) => ({ kind, path, durationSeconds }))
  return { files, totalChunks }
}

async function encodingTimes(dir: string): Promise<number[]> {
  const names = await readdir(dir)
  return Promise.all(names.map(async (name) => (await stat(join(dir, name))).mtimeMs))
}

const jobNames = () => studio?.database.jobs.list({}).map(({ configName }) => configName) ?? []

describe('a production', () => {
  it('ends with an M4B, an MP3 a chapter and a cover, and leaves no unfinished file behind', async () => {
    const production = await produce()
    expect(production.status).toBe('completed')
    expect(production.metadata.files?.map(({ kind }) => kind)).toEqual(['m4b', 'mp3', 'mp3', 'cover'])
    expect(production.steps).toMatchObject({ audio_combination: 'completed', video_generation: 'pending' })
    expect(production.metadata.skippedSteps).toContain('video_generation')
    const left = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.part'))
    expect(left).toEqual([])
    const narratorDir = join(root, 'foundry/alpha', production.bookId, 'audiobook/narrator_001')
    expect(await readdir(join(narratorDir, 'chunks'))).toEqual(['ch000', 'ch001', 'ch002', 'ch003', 'takes'])
  })

  it('renders nothing and encodes nothing when it is produced again', async () => {
    const first = await produce()
    const jobs = jobNames()
    const delivered = join(root, first.metadata.files?.[0]?.path ?? '')
    const made = async () => [
      (await stat(delivered)).mtimeMs,
      ...(await encodingTimes(join(delivered, '../../chapters'))),
    ]
    const before = await made()
    const second = await produce()
    expect(heard(second)).toEqual(heard(first))
    expect(jobNames()).toEqual(jobs)
    expect(await made()).toEqual(before)
  })

  it('makes a file anew that was taken out of the delivery', async () => {
    const first = await produce()
    const delivered = join(root, first.metadata.files?.[0]?.path ?? '')
    await rm(delivered)
    expect(heard(await produce())).toEqual(heard(first))
    expect((await stat(delivered)).size).toBe(first.metadata.files?.[0]?.bytes)
  })

  it('pauses on an abort and ends like an undisturbed run when it goes on', async () => {
    const undisturbed = heard(await produce())
    await studio?.close()
    studio = null
    await rm(root, { recursive: true })
    await cp(template ?? '', root, { recursive: true })

    const stop = new AbortController()
    const paused = await produce(stop.signal, (done) => {
      if (done >= 2) stop.abort()
    })
    expect(paused.status).toBe('paused')
    const resumed = await produce()
    expect(heard(resumed)).toEqual(undisturbed)
    const covers = 1
    expect(jobNames()).toHaveLength(resumed.totalChunks + covers)
  })

  it('renders a lost take again, and only that one', async () => {
    const first = await produce()
    const takes = join(root, 'foundry/alpha', first.bookId, 'audiobook/narrator_001/chunks/takes')
    const names = await readdir(takes)
    const ages = async () =>
      new Map(await Promise.all(names.map(async (name) => [name, (await stat(join(takes, name))).mtimeMs] as const)))
    const before = await ages()
    const lost = names[0] ?? ''
    await rm(join(takes, lost))
    expect(heard(await produce())).toEqual(heard(first))
    const after = await ages()
    expect([...after].filter(([name, age]) => before.get(name) !== age).map(([name]) => name)).toEqual([lost])
  })

  it('keeps old takes when the voice changes, and finds them again when it changes back', async () => {
    const first = await produce()
    const setSpeed = async (speed: number) => {
      const { database } = await open()
      const narrator = database.narrators.get('narrator_001')
      if (narrator !== null) database.narrators.upsert({ ...narrator, parameters: { voice: 'kal16', speed } })
    }
    await setSpeed(1.5)
    const faster = await produce()
    expect(faster.audioDurationSeconds).toBeLessThan(first.audioDurationSeconds)
    const jobs = jobNames().length
    await setSpeed(1)
    expect(heard(await produce())).toEqual(heard(first))
    expect(jobNames()).toHaveLength(jobs)
  })

  it('goes on by itself when it was left unfinished, until the studio stops', async () => {
    const opened = await open()
    const { producer, database } = opened
    const left = producer.open({ bookId: bookId(opened), narratorId: null, formats: ['m4b'] })
    database.productions.setStatus(left.id, 'processing')
    const stop = new AbortController()
    const told: string[] = []
    await producer.runUnfinished(stop.signal, {
      begins: ({ id }) => told.push(`begins ${id}`),
      progresses: () => undefined,
      ends: ({ id, status }) => {
        told.push(`${status} ${id}`)
        stop.abort()
      },
      fails: (_, error) => told.push(String(error)),
    })
    expect(told).toEqual([`begins ${left.id}`, `completed ${left.id}`])
  })

  it('stops when another process cancels it, and a new production starts afresh', async () => {
    const opened = await open()
    const production = opened.producer.open({ bookId: bookId(opened), narratorId: null, formats: ['m4b'] })
    const running = opened.producer.run(production.id, { signal: NEVER })
    const other = await openStudio({ root, processEnv: {}, access: 'write' })
    setProductionState(other.database, production.id, 'cancel')
    await other.close()
    expect((await running).status).toBe('cancelled')
    const next = opened.producer.open({ bookId: bookId(opened), narratorId: null, formats: ['m4b'] })
    expect(next.id).not.toBe(production.id)
  })

  it('names what it does not know', async () => {
    const { producer } = await open()
    const request = { bookId: 'pg4711', narratorId: null, formats: ['m4b' as const] }
    expect(() => producer.open(request)).toThrow('There is no title pg4711')
    const id = studio === null ? '' : bookId(studio)
    expect(() => producer.open({ ...request, bookId: id, narratorId: 'narrator_999' })).toThrow(
      'no narrator narrator_999',
    )
  })
})
