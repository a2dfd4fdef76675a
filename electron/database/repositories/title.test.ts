import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProductionStatus } from '#shared/models/production.ts'
import { openDatabase, type Database } from '../open-database.ts'
import { runSql } from '../test-sql.ts'

let dir = ''
let database: Database
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'e3-titles-'))
  database = openDatabase(join(dir, 'e3.db'), { access: 'write' })
})
afterEach(() => {
  database.close()
  rmSync(dir, { recursive: true, force: true })
})

const shelve = (bookId: string, title: string, author = 'A. Writer', genre: string | null = null) =>
  database.titles.upsert({ bookId, title, author, genre, language: 'en' })
const search = (text: string) => database.titles.search(text, 100)
const produce = (bookId: string, status: ProductionStatus) => {
  const [narratorId, voiceModel] = ['narrator_001', 'T2S_flite_v1']
  const rest = {
    voiceSamplePath: null,
    sampleText: null,
    language: 'en',
    gender: null,
    description: null,
    active: true,
    parameters: {},
  }
  database.narrators.upsert({ narratorId, name: 'Ada', voiceModel, ...rest })
  const { id } = database.productions.create({ bookId, narratorId, metadata: { formats: [], skippedSteps: [] } })
  database.productions.setStatus(id, status)
  return id
}
const failJob = (productionId: number, configName: string) => {
  const job = { jobType: 'SPEECH', workflowId: 'w', priority: 50, retryLimit: 0, inputs: {}, outputPath: 'x' } as const
  const [id = 0] = database.jobs.enqueue([{ ...job, configName, productionId, metadata: {} }])
  database.jobs.lease({ workerId: 'a', leaseMs: 1000 })
  database.jobs.fail(id, { errorClass: 'timeout', errorTrace: '' })
}

describe('searching', () => {
  beforeEach(() => {
    shelve('pg98', 'A Tale of Two Cities', 'Charles Dickens', 'novel')
    shelve('pg1400', 'Great Expectations', 'Charles Dickens', 'novel')
    shelve('pg5', 'The Cities of the Plain', 'Ann Tale', 'history')
    shelve('pg7', 'Émile, ou De l’éducation', 'Jean-Jacques Rousseau', 'treatise')
  })

  it('finds by the beginnings of words in any order and field', () => {
    expect(search('dick gre')).toEqual(['pg1400'])
    expect(search('rous emil')).toEqual(['pg7'])
    expect(search('jean-jac')).toEqual(['pg7'])
    expect(search('his')).toEqual(['pg5'])
  })

  it('wants every word', () => {
    expect(search('dickens plain')).toEqual([])
  })

  it('folds accents and case both ways', () => {
    expect(search('ÈMILE')).toEqual(['pg7'])
    expect(search('Cíties')).toHaveLength(2)
  })

  it('ranks a title above an author', () => {
    expect(search('tale')).toEqual(['pg98', 'pg5'])
  })

  it('puts the book of exactly this number or id first', () => {
    shelve('pg1', '98 Ways to Tie a Knot')
    shelve('pg98-2', 'Another Tale')
    for (const text of ['98', ' 98 ', 'pg98', 'PG98']) expect(search(text)[0]).toBe('pg98')
    expect(search('98')).toContain('pg1')
    expect(search('pg98-2')[0]).toBe('pg98-2')
  })

  it('follows changed titles and leaves removed ones out', () => {
    database.titles.update('pg5', { title: 'Sodom' })
    expect(search('plain')).toEqual([])
    expect(search('sodom')).toEqual(['pg5'])
    database.titles.remove('pg5')
    expect(search('sodom')).toEqual([])
    database.titles.restore('pg5')
    expect(search('sodom')).toEqual(['pg5'])
  })

  it('finds nothing for a text without letters', () => {
    for (const text of ['', '   ', '!!!', '🎉', '"', '*', '\0']) expect(search(text)).toEqual([])
  })

  it('takes any text for words, never for syntax', () => {
    const syntax = fc.constantFrom(
      '"',
      '*',
      '(',
      ')',
      'NEAR(',
      'AND',
      'NOT',
      'title:',
      '^',
      '-',
      '{',
      '\0',
      '🎉',
      '\ud800',
      'ß',
    )
    const hostile = fc.array(fc.oneof(syntax, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
    fc.assert(
      fc.property(hostile, (parts) => {
        expect(Array.isArray(search(parts.join(' ')))).toBe(true)
        expect(search(`tale ${parts.filter((part) => !/[\p{L}\p{N}]/u.test(part)).join(' ')}`)).toContain('pg98')
      }),
    )
  })
})

describe('cards', () => {
  const card = (bookId: string) => database.titles.card(bookId)

  it('say the same one by one and together', () => {
    shelve('pg98', 'A Tale')
    shelve('pg99', 'Another')
    produce('pg98', 'processing')
    expect(database.titles.cards()).toEqual([card('pg98'), card('pg99')])
    expect(card('pg1')).toBeNull()
  })

  it.each([
    ['pending', 'inProduction', 0],
    ['processing', 'inProduction', 0],
    ['paused', 'inProduction', 0],
    ['failed', 'inProduction', 1],
    ['completed', 'readyToRelease', 0],
    ['cancelled', 'needsNarrator', 0],
  ] as const)('of a title whose production is %s is %s', (status, stage, troubles) => {
    shelve('pg98', 'A Tale')
    produce('pg98', status)
    expect(card('pg98')).toMatchObject({ stage, troubles })
  })

  it('take the latest production that was not cancelled', () => {
    shelve('pg98', 'A Tale')
    const [first, second] = [produce('pg98', 'completed'), produce('pg98', 'processing'), produce('pg98', 'cancelled')]
    expect(card('pg98')).toMatchObject({ stage: 'inProduction', production: { id: second } })
    database.productions.setStatus(second, 'cancelled')
    expect(card('pg98')).toMatchObject({ stage: 'readyToRelease', production: { id: first } })
  })

  it('count failed chunks as troubles', () => {
    shelve('pg98', 'A Tale')
    const productionId = produce('pg98', 'processing')
    for (const name of ['a', 'b']) failJob(productionId, name)
    const chunk = { productionId, role: 'text', ending: 'chapter', text: 'It was.', source: null } as const
    database.chunks.insert(
      [1, 2, 3].map((jobId) => ({
        ...chunk,
        chapterIndex: jobId,
        chunkIndex: 1,
        audioKey: `k${jobId}`,
        jobId: jobId < 3 ? jobId : null,
      })),
    )
    for (const jobId of [1, 2]) database.chunks.markFailed(jobId)
    expect(card('pg98')?.troubles).toBe(2)
    database.productions.setStatus(productionId, 'failed')
    expect(card('pg98')?.troubles).toBe(2)
  })

  it('have a cover version that changes with what a cover shows and with nothing else', () => {
    shelve('pg98', 'A Tale')
    const versions = [card('pg98')?.coverVersion]
    database.titles.update('pg98', { genre: 'novel' })
    expect(card('pg98')?.coverVersion).toBe(versions[0])
    database.titles.update('pg98', { author: 'Dickens' })
    versions.push(card('pg98')?.coverVersion)
    database.productions.update(produce('pg98', 'completed'), { metadata: { coverPath: 'foundry/pg98/images/c.png' } })
    versions.push(card('pg98')?.coverVersion)
    database.titles.upsert({ bookId: 'pg98', title: 'A Tale', author: 'Dickens', language: 'en', sourceSha256: 'bb' })
    versions.push(card('pg98')?.coverVersion)
    expect(new Set(versions).size).toBe(4)
  })

  it('survive metadata of another tool', () => {
    shelve('pg98', 'A Tale')
    produce('pg98', 'completed')
    runSql(database.file, `UPDATE audiobook_production SET metadata = 'not JSON'`)
    expect(card('pg98')?.stage).toBe('readyToRelease')
  })
})

describe('removing', () => {
  it('hides a title from every list and brings back what there was', () => {
    const before = shelve('pg98', 'A Tale')
    database.titles.remove('pg98')
    expect(database.titles.get('pg98')).toBeNull()
    expect(database.titles.list()).toEqual([])
    expect(database.titles.cards()).toEqual([])
    expect(database.titles.update('pg98', { title: 'Other' })).toBeNull()
    expect(database.titles.removed()).toMatchObject([{ bookId: 'pg98', title: 'A Tale' }])
    expect(database.titles.isTaken('pg98')).toBe(true)
    database.titles.restore('pg98')
    expect(database.titles.get('pg98')).toEqual(before)
  })

  it('purges a removed title with all that hangs on it, a few rows at a time, and no other', () => {
    shelve('pg98', 'A Tale')
    shelve('pg99', 'Another')
    const [mine, other] = [produce('pg98', 'failed'), produce('pg99', 'failed')]
    for (const name of ['a', 'b', 'c']) failJob(mine, name)
    failJob(other, 'd')
    const chunk = { role: 'text', ending: 'chapter', text: 'It was.', source: null, jobId: 1 } as const
    database.chunks.insert([{ productionId: mine, chapterIndex: 1, chunkIndex: 1, audioKey: 'k', ...chunk }])
    runSql(database.file, `INSERT INTO production_log (production_id, level, message) VALUES (${mine}, 'info', 'x')`)
    expect(database.titles.purge('pg98', 2)).toBe(true)
    expect(database.productions.list()).toHaveLength(2)
    database.titles.remove('pg98')
    let calls = 1
    while (!database.titles.purge('pg98', 2)) calls += 1
    expect(calls).toBeGreaterThan(3)
    expect(database.titles.isTaken('pg98')).toBe(false)
    expect(database.productions.list().map(({ id }) => id)).toEqual([other])
    expect(database.jobs.list()).toHaveLength(1)
    expect(database.chunks.list(mine)).toEqual([])
  })
})
