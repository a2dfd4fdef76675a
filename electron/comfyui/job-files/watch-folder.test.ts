import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openWorkspace } from '#electron/config/workspace.ts'
import { openDatabase, type Database } from '#electron/database/open-database.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import type { Job } from '#shared/models/job.ts'
import type { Agent } from '../agent/agent.ts'
import { JobPlaces } from '../agent/job-places.ts'
import { setStage, type Stage } from '../agent/test-stage.ts'
import { WatchFolder } from './watch-folder.ts'
import { loadWorkflows } from '../workflows/workflow-registry.ts'

const PATIENCE = { timeout: 15_000, interval: 30 }

let stage: Stage
let agent: Agent
let folder: WatchFolder
const folders: WatchFolder[] = []
const claims = new Set<string>()

beforeEach(async () => {
  stage = await setStage()
  await writeFile(join(stage.root, 'config/global.yaml'), 'comfyui: { poll_interval_ms: 50 }\n')
  agent = stage.newAgent()
  await agent.start()
  folder = open(stage.database)
})
afterEach(async () => {
  for (const opened of folders.splice(0)) await opened.close()
  claims.clear()
  await stage.close()
})

function open(database: Database, isHeldElsewhere: (path: string) => boolean = () => false): WatchFolder {
  const workspace = openWorkspace({ root: stage.root, env: 'alpha', processEnv: {} })
  const opened = new WatchFolder({
    workspace,
    database,
    workflows: loadWorkflows(stage.root),
    places: new JobPlaces(workspace),
    agent,
    log: SILENT_LOGGER,
    claim: (dir) => (claims.has(dir) ? null : (claims.add(dir), { release: () => claims.delete(dir) })),
    isHeldElsewhere,
  })
  folders.push(opened)
  opened.open()
  return opened
}

const at = (path: string) => join(stage.root, 'comfyui_jobs', path)
const nameOf = (index: number) => `SPEECH_20261122120000_${index}_line.yaml`
const job = (text: string, outputPath: string, more = '') =>
  `job_type: SPEECH\nworkflow_id: echo\ninputs:\n  text: ${text}\noutputs:\n  file_path: ${outputPath}\n${more}`

async function drop(index: number, text: string): Promise<string> {
  await vi.waitFor(() => stat(at('processing/speech')), PATIENCE)
  const place = at(`processing/speech/${nameOf(index)}`)
  await writeFile(place, text)
  return place
}

async function named(index: number, holds: (job: Job) => boolean): Promise<Job> {
  return vi.waitFor(() => {
    const found = stage.database.jobs.findByName(nameOf(index).replace('.yaml', ''))
    if (found === null || !holds(found)) throw new Error(`Job ${index} is ${found?.status ?? 'missing'}`)
    return found
  }, PATIENCE)
}

const there = (path: string) => vi.waitFor(() => readFile(at(path), 'utf8'), PATIENCE)
const gone = (place: string) => vi.waitFor(() => expect(existsSync(place)).toBe(false), PATIENCE)
const troubles = (count: number) =>
  vi.waitFor(() => {
    const found = folder.state().troubles
    expect(found).toHaveLength(count)
    return found
  }, PATIENCE)

test('moves a file with its outputs when its job is done, and keeps what is there already', async () => {
  const text = job('one', 'comfyui_jobs/processing/speech/out/one', 'metadata: { scene: 3 }\n')
  const place = await drop(1, text)
  expect(await there(`finished/speech/${nameOf(1)}`)).toBe(text)
  expect(await there('finished/speech/out/one.txt')).toBe('one')
  await gone(place)
  const done = await named(1, ({ status }) => status === 'done')
  expect(done).toMatchObject({
    outputPath: 'comfyui_jobs/finished/speech/out/one.txt',
    metadata: { scene: 3 },
    productionId: null,
  })

  // The same file once more: the same job anew.
  await drop(1, text)
  expect(await there(`finished/speech/${nameOf(1).replace('.yaml', ' (2).yaml')}`)).toBe(text)
  expect(await named(1, ({ runCount }) => runCount === 2)).toMatchObject({ id: done.id, status: 'done' })
  expect((await readdir(at('finished/speech/out'))).sort()).toEqual(['one (2).txt', 'one.txt'])
}, 30_000)

test('moves all outputs of a job, and its row says where they are', async () => {
  await drop(1, job('one\n  files: 2', 'comfyui_jobs\\processing\\speech\\out\\one'))
  await there(`finished/speech/${nameOf(1)}`)
  const files = ['one_1.txt', 'one_2.txt'].map((name) => `comfyui_jobs/finished/speech/out/${name}`)
  expect(await named(1, ({ status }) => status === 'done')).toMatchObject({ outputPath: files[0], metadata: { files } })
  expect(await readdir(at('finished/speech/out'))).toHaveLength(2)
}, 30_000)

test('says beside a file and to windows what is wrong with it, until it is mended', async () => {
  const place = await drop(1, job('one', 'config/global.yaml', 'priority: 0\n'))
  const [trouble] = await troubles(1)
  expect(trouble).toEqual({
    path: `speech/${nameOf(1)}`,
    kind: 'unusable',
    jobId: null,
    problems: [
      expect.stringMatching(/^line 6: outputs.file_path: .*files of the studio itself/),
      'line 7: priority must be a whole number from 1 to 999, not 0',
    ],
  })
  expect(await there(`processing/speech/${nameOf(1)}.error.txt`)).toContain('- line 7: priority must be')
  expect(stage.database.jobs.list()).toEqual([])
  await writeFile(place, job('one', 'out/one'))
  expect(await there(`finished/speech/${nameOf(1)}`)).toContain('out/one')
  await gone(`${place}.error.txt`)
  expect(folder.state().troubles).toEqual([])
}, 30_000)

test('keeps a file whose job has failed, and moves it when a retry succeeds', async () => {
  const release = stage.hold()
  const place = await drop(1, job('one', 'out/one', 'retry_limit: 0\n'))
  const { id } = await named(1, ({ status }) => status === 'processing')
  agent.cancelJob(id, 'The job was cancelled.')
  await named(1, ({ status }) => status === 'failed')
  release()
  const [trouble] = await troubles(1)
  expect(trouble).toMatchObject({ kind: 'failed', jobId: id, problems: ['its job failed: The job was cancelled.'] })
  expect(await there(`processing/speech/${nameOf(1)}.error.txt`)).toContain('was cancelled')
  expect(folder.state().unusable).toBe(0)
  stage.database.jobs.retry(id)
  agent.wake()
  await there(`finished/speech/${nameOf(1)}`)
  await gone(`${place}.error.txt`)
}, 30_000)

test('cancels a waiting job whose file is removed, changes one whose file is changed, and lets a running one be', async () => {
  const release = stage.hold()
  const running = await drop(1, job('one', 'out/one', 'priority: 1\n'))
  await named(1, ({ status }) => status === 'processing')
  await drop(2, job('two', 'out/two', 'priority: 1\n'))
  const [removed, changed] = [await drop(3, job('three', 'out/three')), await drop(4, job('four', 'out/four'))]
  const { id } = await named(4, ({ status }) => status === 'pending')
  await writeFile(changed, job('vier', 'out/four', 'priority: 60\n'))
  await rename(changed, changed.replace('line', 'other'))
  await rm(removed)
  await rename(running, running.replace('line', 'renamed'))
  await named(3, ({ status, errorClass }) => status === 'failed' && errorClass === 'cancelled')
  await vi.waitFor(
    () => expect(stage.database.jobs.list().map(({ inputs }) => inputs['text'])).toContain('vier'),
    PATIENCE,
  )
  release()
  await there(`finished/speech/${nameOf(1).replace('line', 'renamed')}`)
  await there(`finished/speech/${nameOf(4).replace('line', 'other')}`)
  expect(stage.rendered).not.toContain('three')
  expect(stage.rendered).not.toContain('four')
  expect(id).toBe(4)
  expect(stage.rendered.filter((text) => text === 'one')).toHaveLength(1)
}, 30_000)

test('refuses a second file with the name of a job that does something else', async () => {
  await drop(1, job('one', 'out/one'))
  await there(`finished/speech/${nameOf(1)}`)
  await drop(1, job('two', 'out/two'))
  const [trouble] = await troubles(1)
  expect(trouble?.problems[0]).toMatch(/is done already, number 1, and did something else. Rename this file/)
  expect(stage.rendered).toEqual(['one'])
}, 30_000)

test('fills the row that an older E3 has left without inputs from its file', async () => {
  const [id] = stage.addJobs(['x'], { configName: nameOf(1).replace('.yaml', ''), outputPath: '', inputs: {} })
  await drop(1, job('one', 'out/one'))
  await there(`finished/speech/${nameOf(1)}`)
  expect(stage.database.jobs.get(id ?? 0)).toMatchObject({ status: 'done', inputs: { text: 'one' } })
}, 30_000)

test('leaves the files alone that another environment takes or has in its queue', async () => {
  const others = openDatabase(join(stage.root, 'others.db'), { access: 'write' })
  try {
    await vi.waitFor(() => expect(claims.size).toBe(1), PATIENCE)
    const release = stage.hold()
    await drop(1, job('one', 'out/one'))
    await named(1, ({ status }) => status === 'processing')
    const second = open(others, (path) => stage.database.jobFiles.findByFile(path) !== null)
    await vi.waitFor(() => expect(second.state().notice).toMatch(/Another open environment takes/), PATIENCE)
    await folder.close()
    await vi.waitFor(() => expect(second.state().notice).toBeNull(), PATIENCE)
    await drop(2, job('two', 'out/two'))
    await vi.waitFor(() => expect(others.jobs.list().map(({ inputs }) => inputs['text'])).toEqual(['two']), PATIENCE)
    release()
  } finally {
    await Promise.all(folders.splice(0).map((opened) => opened.close()))
    others.close()
  }
}, 30_000)

test('tells once that its folder is away, and goes on when it is back', async () => {
  const notices = new Set<string | null>()
  await drop(1, job('one', 'out/one', 'priority: 0\n'))
  await troubles(1)
  folder.onChange(() => notices.add(folder.state().notice))
  await rename(at('processing'), at('elsewhere'))
  await vi.waitFor(() => expect(folder.state().notice).toMatch(/cannot be read \(ENOENT\)/), PATIENCE)
  await rename(at('elsewhere'), at('processing'))
  await vi.waitFor(() => expect(folder.state().notice).toBeNull(), PATIENCE)
  await drop(2, job('two', 'out/two'))
  await there(`finished/speech/${nameOf(2)}`)
  expect([...notices].filter((notice) => notice !== null)).toHaveLength(1)
}, 30_000)
