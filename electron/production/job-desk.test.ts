import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageOf } from '#shared/models/app-error.ts'
import { openStudio, type Studio } from '#electron/studio/open-studio.ts'
import { JobDesk } from './job-desk.ts'

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url))
const NAME = 'SPEECH_20261122120000_1_hello.yaml'
const FILE = `job_type: SPEECH
workflow_id: T2S_flite_v1
inputs: { text: Hello there., voice: slt }
outputs: { file_path: comfyui_jobs/finished/speech/hello }
`

let root: string
let studio: Studio
let desk: JobDesk
let changed: number[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-desk-'))
  for (const folder of ['config', 'workflows'])
    await cp(join(REPOSITORY, folder), join(root, folder), { recursive: true })
  studio = await openStudio({ root, processEnv: {}, access: 'write' })
  changed = []
  desk = new JobDesk({
    ...studio,
    // Nothing works here: what a desk does to the queue is in its rows.
    agent: { wake: () => undefined, cancelJob: (id, reason) => studio.database.jobs.cancel(id, reason) },
    producer: { wake: () => undefined },
    onChange: (id) => changed.push(id),
  })
})
afterEach(async () => {
  await studio.close()
  await rm(root, { recursive: true })
})

describe('the desk of the queue', () => {
  it('queues a job file, and exports one that can be added again elsewhere', async () => {
    const { id, label, priority } = await desk.addFile(NAME, FILE)
    expect([label, priority, changed]).toEqual(['SPEECH_20261122120000_1_hello', 50, [id]])
    const { name, yaml } = desk.export(id)
    expect(name).toBe(NAME)
    await expect(desk.addFile(name, yaml)).rejects.toThrow('There is already a job named')
    expect((await desk.addFile(name.replace('hello', 'again'), yaml)).id).toBeGreaterThan(id)
    expect(desk.details(id)).toMatchObject({ job: { inputs: { text: 'Hello there.' } }, error: null })
  })

  it('refuses a job file with every problem of it, and queues nothing', async () => {
    const problemsOf = (yaml: string) => desk.addFile(NAME, yaml).catch(messageOf)
    expect(await problemsOf('job_type: SPEECH\npriority: 0\nworkflowid: x')).toMatch(
      /inputs.*line 2: priority.*line 3: there is no key "workflowid"; "workflow_id" is meant/s,
    )
    expect(await problemsOf(FILE.replace('text: Hello there., ', '').replace('comfyui_jobs', '../..'))).toMatch(
      /line 3: .*text.*line 4: .*not inside the workspace/s,
    )
    expect(await problemsOf(FILE.replace('comfyui_jobs/finished/speech/hello', 'config/global.yaml'))).toMatch(
      'holds files of the studio itself',
    )
    expect(await problemsOf(FILE.replace('T2S_flite_v1', 'T2S_flute_v1'))).toMatch(/line 2: .*"T2S_flite_v1" is meant/)
    expect(studio.database.jobs.counts().pending).toBe(0)
  })

  it('says first what the server said, then what to do, and keeps the whole trace for whoever wants it', async () => {
    const { id } = await desk.addFile(NAME, FILE)
    const { jobs } = studio.database
    jobs.lease({ workerId: 'w', leaseMs: 1000 })
    jobs.fail(id, { errorClass: 'outOfMemory', errorTrace: 'CUDA out of memory.\nTraceback:\n  line 1' })
    expect(desk.details(id).error).toEqual({
      message: 'CUDA out of memory.',
      advice: expect.stringContaining('graphics memory was full') as string,
      trace: 'CUDA out of memory.\nTraceback:\n  line 1',
    })
    desk.retry(id)
    expect(desk.setPriority(id, 1)).toMatchObject({ status: 'pending', priority: 1, errorClass: null })
  })

  it('cancels what is not finished, once', async () => {
    const { id } = await desk.addFile(NAME, FILE)
    expect(desk.cancel(id)).toMatchObject({ status: 'failed', errorClass: 'cancelled' })
    expect(() => desk.cancel(id)).toThrow('finished already')
    expect(desk.retry(id)).toMatchObject({ status: 'pending' })
    expect(() => desk.details(4711)).toThrow('gone')
  })
})
