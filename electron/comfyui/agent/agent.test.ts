import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEngine } from '#electron/engine/engine.ts'
import type { NodeClass } from '#electron/engine/node-class.ts'
import { loadWorkflows } from '../workflows/workflow-registry.ts'
import { setStage, settled, until } from './test-stage.ts'
import type { Stage } from './test-stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setStage()
})
afterEach(() => stage.close())

test('runs every job once and puts its output in place', async () => {
  const texts = Array.from({ length: 30 }, (_, index) => `text${index}`)
  const ids = stage.addJobs(texts)
  const agent = stage.newAgent()
  await agent.start()
  const jobs = await settled(stage.database, agent, ids)
  expect(jobs.map(({ status }) => status)).toEqual(texts.map(() => 'done'))
  expect(jobs[0]).toMatchObject({ outputPath: 'out/text0.txt', metadata: { sizeBytes: 5 }, runCount: 1 })
  expect(stage.rendered).toEqual(texts)
  expect(await stage.output(ids[7]!)).toBe('text7')
})

test('keeps the next prompt waiting on the server, and not more', async () => {
  stage.addJobs(['a', 'b', 'c', 'd'], { inputs: { delay_ms: 10_000 } })
  const agent = stage.newAgent({ servers: [{ name: 'test', url: stage.engine.url, slots: 1 }] })
  await agent.start()
  await until(agent, (event) => event?.kind === 'started')
  const queue = (await (await fetch(`${stage.engine.url}/queue`)).json()) as Record<string, unknown[]>
  expect([queue['queue_running']?.length, queue['queue_pending']?.length]).toEqual([1, 1])
  expect(stage.database.jobs.counts()).toMatchObject({ pending: 2, processing: 2 })
})

test('keeps a reserved server for its own nodes, and turns to it when no other can run the work', async () => {
  const able = await setStage()
  const url = stage.engine.url
  const reserved = { name: 'reserved', url: able.engine.url, slots: 4, reservedFor: ['FliteSpeech'] }
  try {
    const ids = stage.addJobs(['a', 'b', 'c', 'd'])
    const agent = stage.newAgent({ servers: [reserved, { name: 'real', url, slots: 1 }] })
    await agent.start()
    await settled(stage.database, agent, ids)
    await agent.stop()
    expect([able.rendered, stage.rendered]).toEqual([[], ['a', 'b', 'c', 'd']])

    const bare = await startEngine({ dataDir: join(stage.root, 'bare'), workers: 0 })
    const more = stage.addJobs(['e'])
    const next = stage.newAgent({ servers: [reserved, { name: 'bare', url: bare.url, slots: 1 }] })
    await next.start()
    await settled(stage.database, next, more)
    await next.stop()
    await bare.close()
    expect(able.rendered).toEqual(['e'])
  } finally {
    await able.close()
  }
})

test('runs by priority, then in the order of the queue', async () => {
  const late = stage.addJobs(['a', 'b'])
  const early = stage.addJobs(['c', 'd'], { priority: 1 })
  const agent = stage.newAgent()
  await agent.start()
  await settled(stage.database, agent, [...late, ...early])
  expect(stage.rendered).toEqual(['c', 'd', 'a', 'b'])
})

test('takes a job that is added while it waits, and tells how far it is', async () => {
  const agent = stage.newAgent({ pollIntervalMs: 60_000 })
  await agent.start()
  const first = stage.addJobs(['a'])
  agent.wake()
  await settled(stage.database, agent, first)
  const told: string[] = []
  agent.onJob(({ kind, value }) => told.push(value === undefined ? kind : `${kind} ${value}`))
  const release = stage.hold()
  const ids = stage.addJobs(['b'])
  const isHalf = until(agent, (event) => event?.value === 0.5)
  agent.wake()
  await isHalf
  release()
  await settled(stage.database, agent, ids)
  expect(told.slice(0, 2)).toEqual(['taken', 'started'])
  expect(told.at(-1)).toBe('done')
})

test('brings a voice sample to the server once, under the name of its content', async () => {
  await stage.close()
  stage = await setStage({ extraNodes: [cloneNode(heard)] })
  await mkdir(join(stage.root, 'samples'))
  await writeFile(join(stage.root, 'samples/anna.WAV'), 'a voice')
  await writeFile(join(stage.root, 'config/workflows.yaml'), CLONE_YAML)
  await writeFile(join(stage.root, 'workflows/clone.json'), JSON.stringify(CLONE_GRAPH))
  const voice = { voice_sample: 'samples/anna.WAV' }
  const ids = [
    ...stage.addJobs(['a', 'b'], { workflowId: 'clone', inputs: voice }),
    ...stage.addJobs(['c'], { workflowId: 'clone', inputs: { voice_sample: 'on-server.wav' } }),
    ...stage.addJobs(['d'], { workflowId: 'clone', inputs: { voice_sample: '../outside.wav' } }),
  ]
  const agent = stage.newAgent({ workflows: loadWorkflows(stage.root) })
  await agent.start()
  const jobs = await settled(stage.database, agent, ids)
  expect(jobs.map(({ status, errorClass }) => errorClass ?? status)).toEqual(['done', 'done', 'done', 'invalidInput'])
  const [name] = await readdir(join(stage.root, 'server/input/e3'))
  expect(name).toMatch(/^[0-9a-f]{32}\.wav$/)
  expect(heard).toEqual([`e3/${name}`, `e3/${name}`, 'on-server.wav'])
})

test('fails a job whose model no server has, and says which', async () => {
  await stage.close()
  stage = await setStage({ extraNodes: [cloneNode([])] })
  await writeFile(join(stage.root, 'config/workflows.yaml'), CLONE_YAML)
  const graph = { '1': { ...CLONE_GRAPH['1'], inputs: { ...CLONE_GRAPH['1'].inputs, model: 'huge' } } }
  await writeFile(join(stage.root, 'workflows/clone.json'), JSON.stringify(graph))
  const ids = stage.addJobs(['a'], { workflowId: 'clone', inputs: { voice_sample: 'x.wav' } })
  const agent = stage.newAgent({ workflows: loadWorkflows(stage.root) })
  await agent.start()
  const [job] = await settled(stage.database, agent, ids)
  expect(job).toMatchObject({ status: 'failed', errorClass: 'missingModel', retriesAttempted: 0 })
  expect(job?.errorTrace).toContain('the model huge')
})

test('ends every job once, whatever mixture of troubles its server has', async () => {
  const times = fc.integer({ min: 0, max: 4 })
  const troubles = fc.record({
    dropSockets: times,
    acceptThenCut: times,
    httpStatus: times,
    resetView: times,
    failNode: times,
    outOfMemory: times,
    unknownMessages: times,
    deafSockets: fc.boolean(),
    delayHistoryMs: fc.integer({ min: 0, max: 20 }),
  })
  let run = 0
  const agent = stage.newAgent()
  await agent.start()
  await fc.assert(
    fc.asyncProperty(troubles, async (faults) => {
      run++
      Object.assign(stage.engine.faults, faults)
      const texts = Array.from({ length: 12 }, (_, index) => `run${run}text${index}`)
      const jobs = await settled(stage.database, agent, stage.addJobs(texts, { retryLimit: 20 }))
      expect(jobs.map(({ errorTrace, status }) => errorTrace ?? status)).toEqual(texts.map(() => 'done'))
      for (const job of jobs) expect(await stage.output(job.id)).toBe(job.inputs['text'])
      expect(stage.rendered.splice(0).toSorted()).toEqual(texts.toSorted())
    }),
    { numRuns: 4 },
  )
})

const heard: string[] = []
const CLONE_GRAPH = {
  '1': { class_type: 'Clone', inputs: { text: '', voice: 'x.wav', model: 'small', filename_prefix: 'clone' } },
}
const CLONE_YAML = `
clone:
  template_path: workflows/clone.json
  description: Notes which voice it got.
  job_type: SPEECH
  required_inputs: [text, voice_sample]
  inputs:
    text: { node: 1, input: text }
    voice_sample: { node: 1, input: voice }
    filename_prefix: { node: 1, input: filename_prefix }
`

function cloneNode(voices: string[]): NodeClass {
  return {
    name: 'Clone',
    displayName: 'Clone',
    description: '',
    category: 'test',
    pythonModule: 'test',
    inputs: () => ({
      required: {
        text: ['STRING', {}],
        voice: ['STRING', {}],
        model: [['small', 'large'], {}],
        filename_prefix: ['STRING', {}],
      },
    }),
    outputs: [],
    isOutput: true,
    async execute(inputs, { files }) {
      voices.push(String(inputs['voice']))
      const bytes = Buffer.from(String(inputs['text']))
      return { ui: { files: [await files.save('output', String(inputs['filename_prefix']), 'txt', bytes)] } }
    },
  }
}
