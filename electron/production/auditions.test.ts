import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appFile } from '#electron/config/app-files.ts'
import { importBook } from '#electron/library/import-book.ts'
import { seedNarrators } from '#electron/studio/seed-narrators.ts'
import { openWorkingStudio, type WorkingStudio } from '#electron/studio/open-studio.ts'
import type { NewJob } from '#shared/models/job.ts'
import type { Audition } from '#shared/models/narrator-card.ts'
import { Auditions } from './auditions.ts'

let root = ''
let studio: WorkingStudio
let auditions: Auditions
let told: Audition[]
let cleared: string[]
const listeners = new Set<() => void>()

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-auditions-'))
  await cp(appFile('config'), join(root, 'config'), { recursive: true })
  await cp(appFile('workflows'), join(root, 'workflows'), { recursive: true })
  await open()
  seedNarrators(studio.database, 'foundry/narrators')
})
afterEach(async () => {
  await auditions.close()
  await studio.close()
  await rm(root, { recursive: true })
})

async function open(): Promise<void> {
  studio = await openWorkingStudio({ root, processEnv: {} })
  told = []
  cleared = []
  auditions = new Auditions({
    ...studio,
    onChange: (audition) => {
      told.push(audition)
      for (const listener of listeners) listener()
    },
    onClear: (ids) => cleared.push(...ids),
  })
  await auditions.open()
}

async function until(holds: () => boolean): Promise<void> {
  if (holds()) return
  await new Promise<void>((resolve) => {
    const listener = () => {
      if (!holds()) return
      listeners.delete(listener)
      resolve()
    }
    listeners.add(listener)
  })
}

const settled = () => auditions.list().every(({ status }) => status === 'done' || status === 'failed')
const folder = () => readdir(join(root, 'comfyui_jobs/auditions/alpha'))
const LINE = { text: 'Call me Ishmael.' }

/** What a long production has in the queue. */
function fillQueue(count: number): void {
  const job = (at: number): NewJob => ({
    configName: `SPEECH_20261122000000_${at}_book`,
    jobType: 'SPEECH',
    workflowId: 'T2S_flite_v1',
    priority: 50,
    retryLimit: 0,
    inputs: { text: `${'A long sentence of a long book. '.repeat(15)} ${at}`, voice: 'awb' },
    outputPath: `out/${at}`,
    productionId: null,
    metadata: {},
  })
  studio.database.jobs.enqueue(Array.from({ length: count }, (_, at) => job(at)))
  studio.agent.wake()
}

describe('an audition', () => {
  it('is spoken by each narrator and says how long it is and took', async () => {
    const started = await auditions.start({ narratorIds: ['narrator_001', 'narrator_004'], line: LINE })
    expect(started.map(({ narratorName, status }) => [narratorName, status])).toEqual([
      ['Clara', 'waiting'],
      ['Kevin', 'waiting'],
    ])
    await until(settled)
    for (const audition of auditions.list()) {
      expect(audition).toMatchObject({ status: 'done', message: null, text: LINE.text })
      expect(audition.durationMs).toBeGreaterThan(500)
      expect(audition.tookMs).toBeGreaterThan(0)
    }
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['waiting', 'running', 'done']))
    expect((await folder()).sort()).toEqual(started.map(({ auditionId }) => `${auditionId}.flac`).sort())
  })

  it('goes before all that a production has in the queue', async () => {
    fillQueue(60)
    await auditions.start({ narratorIds: ['narrator_004'], line: LINE })
    await until(settled)
    expect(auditions.list()[0]?.status).toBe('done')
    expect(studio.database.jobs.counts().pending).toBeGreaterThan(40)
  })

  it('takes the opening sentences of a chapter', async () => {
    const { bookId } = await writeBook()
    const [audition] = await auditions.start({ narratorIds: ['narrator_004'], line: { bookId, chapterIndex: 1 } })
    expect(audition?.text).toMatch(/^In the rain I saw 2 white birds\. .*birds\.$/)
    expect(audition?.text.length).toBeGreaterThan(200)
    expect(audition?.text.length).toBeLessThanOrEqual(300)
  })

  it('fails in words when the voice cannot speak', async () => {
    const narrator = studio.database.narrators.get('narrator_001')!
    const { narrators } = studio.database
    narrators.upsert({
      ...narrator,
      narratorId: 'rose',
      voiceModel: 'T2S_chatterbox_v1',
      parameters: {},
      voiceSamplePath: null,
    })
    narrators.upsert({ ...narrator, narratorId: 'emma', voiceModel: 'T2S_kokoro_v1', parameters: {} })
    narrators.upsert({ ...narrator, narratorId: 'tom', voiceModel: 'XTTS' })
    await auditions.start({ narratorIds: ['rose', 'emma', 'tom'], line: LINE })
    await until(settled)
    expect(auditions.list().map(({ status, message }) => [status, message])).toEqual([
      ['failed', expect.stringMatching(/has none yet/)],
      [
        'failed',
        expect.stringMatching(/^The built-in engine lacks Kokoro TextToSpeech of the node pack .*Add a ComfyUI server/),
      ],
      ['failed', expect.stringMatching(/XTTS/)],
    ])
    await expect(auditions.start({ narratorIds: ['nobody'], line: LINE })).rejects.toMatchObject({
      code: 'narrator.unknown',
    })
  })

  it('that is cleared leaves neither a job nor a file', async () => {
    await auditions.start({ narratorIds: ['narrator_004'], line: LINE })
    await until(settled)
    fillQueue(10)
    await auditions.start({ narratorIds: ['narrator_001', 'narrator_002', 'narrator_003'], line: LINE })
    const ids = auditions.list().map(({ auditionId }) => auditionId)
    await auditions.clear()
    expect(cleared).toEqual(ids)
    expect(auditions.list()).toEqual([])
    await expect(folder()).rejects.toThrow('ENOENT')
    const jobs = studio.database.jobs.list().filter(({ metadata }) => 'auditionOf' in metadata)
    expect(jobs.map(({ status }) => status)).toEqual(['done', 'failed', 'failed', 'failed'])
  })

  it('of a studio that was killed is neither spoken nor kept', async () => {
    await auditions.start({ narratorIds: ['narrator_004'], line: LINE })
    await until(settled)
    await writeFile(join(root, 'comfyui_jobs/auditions/alpha/older.flac'), 'x')
    // A killed studio cancels nothing: its row waits.
    const [job] = studio.database.jobs.list()
    studio.database.jobs.retry(job!.id)
    await auditions.open()
    expect(studio.database.jobs.get(job!.id)).toMatchObject({ status: 'failed', errorClass: 'cancelled' })
    await expect(folder()).rejects.toThrow('ENOENT')
  })
})

async function writeBook() {
  const sentences = Array.from({ length: 24 }, (_, at) => `In the rain I saw ${at + 2} white birds.`).join(' ')
  const path = join(root, 'birds.html')
  await writeFile(
    path,
    `<html lang="en"><head><title>Birds</title></head><body><h1>Birds</h1><p>by A</p><h2>Chapter I</h2><p>${sentences}</p><h2>Chapter II</h2><p>${sentences}</p></body></html>`,
  )
  const { foundry, database } = studio
  return importBook({ path, foundry, titles: database.titles, maxChunkCharacters: 500 })
}
