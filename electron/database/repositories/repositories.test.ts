import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Narrator } from '#shared/models/narrator.ts'
import { STEPS } from '#shared/models/production.ts'
import { openDatabase, type Database } from '../open-database.ts'
import type { NewChunk } from './chunk.ts'

let dir = ''
let database: Database
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'e3-repositories-'))
  database = openDatabase(join(dir, 'e3.db'), { access: 'write' })
})
afterEach(() => {
  database.close()
  rmSync(dir, { recursive: true, force: true })
})

const narrator = (changes: Partial<Narrator> = {}): Narrator => ({
  narratorId: 'narrator_001',
  name: 'Ada',
  voiceSamplePath: null,
  sampleText: null,
  voiceModel: 'T2S_flite_v1',
  language: 'en',
  gender: 'female',
  description: null,
  active: true,
  parameters: { voice: 'slt', speed: 1.3 },
  ...changes,
})
const title = { bookId: 'pg98', title: 'A Tale', author: 'Dickens', language: 'en' }
const row = (sql: string) => {
  const connection = new BetterSqlite(database.file)
  const found = connection.prepare(sql).get() as Record<string, unknown>
  connection.close()
  return found
}
const produce = () => {
  database.titles.upsert(title)
  database.narrators.upsert(narrator())
  const metadata = { formats: ['m4b' as const], skippedSteps: [] }
  return database.productions.create({ bookId: 'pg98', narratorId: 'narrator_001', metadata })
}

describe('titles', () => {
  it('updates a title that is imported again and keeps its id and what the producer chose', () => {
    database.narrators.upsert(narrator())
    const first = database.titles.upsert({ ...title, sourceSha256: 'aa', genre: 'novel' })
    database.titles.setAudiobook('pg98', { narratorId: 'narrator_001', complete: true })
    const second = database.titles.upsert({ ...title, title: 'A Tale of Two Cities', sourceSha256: 'bb' })
    expect(second).toMatchObject({
      id: first.id,
      title: 'A Tale of Two Cities',
      genre: 'novel',
      createdAt: first.createdAt,
      audiobookNarratorId: 'narrator_001',
      audiobookComplete: true,
    })
    expect(database.titles.findBySha256('aa')).toBeNull()
    expect(database.titles.findBySha256('bb')?.bookId).toBe('pg98')
    expect(database.titles.list()).toHaveLength(1)
  })

  it('knows nothing of a book that is not there', () => {
    expect(database.titles.get('pg1')).toBeNull()
  })
})

describe('narrators', () => {
  it('keeps parameters and finds by language and activity', () => {
    database.narrators.upsert(narrator())
    database.narrators.upsert(narrator({ narratorId: 'narrator_002', language: 'fr', active: false }))
    expect(database.narrators.get('narrator_001')).toEqual(narrator())
    expect(database.narrators.list({ active: true })).toHaveLength(1)
    expect(database.narrators.list({ language: 'fr' }).map(({ narratorId }) => narratorId)).toEqual(['narrator_002'])
    database.narrators.upsert(narrator({ name: 'Ada L.', parameters: {} }))
    expect(database.narrators.get('narrator_001')).toMatchObject({ name: 'Ada L.', parameters: {} })
    expect(database.narrators.get('narrator_009')).toBeNull()
  })
})

describe('productions', () => {
  it('starts with every step pending', () => {
    const made = produce()
    expect(made).toMatchObject({ status: 'pending', totalChunks: 0, metadata: { formats: ['m4b'] } })
    expect(made.steps).toEqual(Object.fromEntries(STEPS.map((step) => [step, 'pending'])))
    expect(database.productions.get(made.id)).toEqual(made)
  })

  it('finds the latest of a title and narrator that was not cancelled', () => {
    const [first, second, third] = [produce(), produce(), produce()].map(({ id }) => id)
    database.productions.setStatus(third!, 'cancelled')
    expect(database.productions.find('pg98', 'narrator_001')?.id).toBe(second)
    expect(database.productions.find('pg98', 'narrator_002')).toBeNull()
    expect(database.productions.list({ status: 'pending' }).map(({ id }) => id)).toEqual([second, first])
    expect(database.productions.list({ bookId: 'pg98', limit: 1 }).map(({ id }) => id)).toEqual([third])
  })

  it.each(STEPS)('sets the status of %s and when it was finished', (step) => {
    const { id } = produce()
    database.productions.setStep(id, step, 'processing')
    database.productions.setStep(id, step, 'completed')
    expect(database.productions.get(id)?.steps[step]).toBe('completed')
    expect(row('SELECT * FROM audiobook_production')[`${step}_completed_at`]).toMatch(/^\d{4}-.*Z$/)
    database.productions.setStep(id, step, 'failed')
    expect(row('SELECT * FROM audiobook_production')[`${step}_completed_at`]).toBeNull()
  })

  it('notes when a step was started where the table has a place for it', () => {
    const { id } = produce()
    for (const step of STEPS) database.productions.setStep(id, step, 'processing')
    const { image_prompts_started_at: prompts, video_generation_started_at: videos } = row(
      'SELECT * FROM audiobook_production',
    )
    expect([prompts, videos]).toEqual([expect.stringMatching(/Z$/), expect.stringMatching(/Z$/)])
  })

  it('changes the figures and metadata keys that are given and no others', () => {
    const { id } = produce()
    database.productions.update(id, { totalChunks: 9, metadata: { planKey: 'a' } })
    database.productions.update(id, { audioDurationSeconds: 1.5 })
    expect(database.productions.get(id)).toMatchObject({
      totalChunks: 9,
      audioDurationSeconds: 1.5,
      metadata: { formats: ['m4b'], planKey: 'a' },
    })
  })

  it('says which row holds JSON that cannot be used', () => {
    const { id } = produce()
    const connection = new BetterSqlite(database.file)
    connection.exec(`UPDATE audiobook_production SET metadata = '[1]'`)
    connection.close()
    expect(() => database.productions.get(id)).toThrow(`The column metadata of production ${String(id)}`)
  })
})

describe('chunks', () => {
  const chunk = (chapterIndex: number, chunkIndex: number, changes: Partial<NewChunk> = {}): NewChunk => ({
    productionId: 1,
    chapterIndex,
    chunkIndex,
    role: 'text',
    ending: 'paragraph',
    text: 'Call me Ishmael.',
    source: { start: 10, end: 26 },
    audioKey: `key-${String(chapterIndex)}-${String(chunkIndex)}`,
    jobId: null,
    ...changes,
  })
  const take = { audioPath: 'a.flac', durationMs: 900, sampleRateHz: 16_000 }
  beforeEach(() => {
    produce()
    const job = {
      jobType: 'SPEECH',
      workflowId: 'w',
      priority: 50,
      retryLimit: 0,
      inputs: {},
      outputPath: 'x',
      productionId: 1,
    } as const
    database.jobs.enqueue([
      { ...job, configName: 'a', metadata: {} },
      { ...job, configName: 'b', metadata: {} },
    ])
  })

  it('come back in reading order with all that was put in', () => {
    const rows = [chunk(2, 1), chunk(1, 2), chunk(1, 1, { source: null, role: 'opening' })]
    database.chunks.insert(rows)
    expect(database.chunks.list(1)).toMatchObject([rows[2]!, rows[1]!, rows[0]!])
    expect(database.chunks.list(2)).toEqual([])
  })

  it('are inserted all or none', () => {
    expect(() => database.chunks.insert([chunk(1, 1), chunk(1, 1)])).toThrow('UNIQUE')
    expect(database.chunks.list(1)).toEqual([])
  })

  it('with the same words share one take', () => {
    database.chunks.insert([
      chunk(1, 1, { audioKey: 'k', jobId: 1 }),
      chunk(1, 2, { audioKey: 'k', jobId: 1 }),
      chunk(1, 3, { jobId: 2 }),
    ])
    database.chunks.markDone('k', 1, take)
    expect(database.chunks.byJob(1)).toMatchObject([
      { status: 'done', ...take },
      { status: 'done', ...take },
    ])
    expect(database.chunks.counts(1)).toEqual({ pending: 1, done: 2, failed: 0 })
    database.chunks.markPending('k', 1)
    expect(database.chunks.byJob(1)).toMatchObject([{ status: 'pending', audioPath: null, durationMs: null }, {}])
  })

  it('fail with their job unless their take is there', () => {
    database.chunks.insert([chunk(1, 1, { audioKey: 'k', jobId: 1 }), chunk(1, 2, { jobId: 1 })])
    database.chunks.markDone('k', 1, take)
    database.chunks.markFailed(1)
    expect(database.chunks.list(1).map(({ status }) => status)).toEqual(['done', 'failed'])
  })

  it('can be moved and deleted', () => {
    database.chunks.insert([chunk(1, 1)])
    const [{ id } = { id: 0 }] = database.chunks.list(1)
    database.chunks.setAudioPath(id, 'chapters/b.flac')
    expect(database.chunks.list(1)[0]?.audioPath).toBe('chapters/b.flac')
    database.chunks.deleteAll(1)
    expect(database.chunks.list(1)).toEqual([])
  })
})
