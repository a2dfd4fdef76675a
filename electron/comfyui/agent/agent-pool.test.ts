import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ServerSpec } from './agent.ts'
import type { NodeClass } from '#electron/engine/node-class.ts'
import { setStage, settled, until, type Stage } from './test-stage.ts'
import { loadWorkflows } from '../workflows/workflow-registry.ts'

/** The first stage has the queue; the others lend their engines. */
let stages: Stage[]
beforeEach(async () => {
  stages = await Promise.all([setStage(), setStage(), setStage()])
})
afterEach(async () => {
  // The queue's agents go first: they talk to all of the engines.
  for (const stage of stages) await stage.close()
})

const server = (index: number, more: Partial<ServerSpec> = {}): ServerSpec => ({
  name: `gpu${index}`,
  url: stages[index]?.engine.url ?? '',
  slots: 1,
  ...more,
})
/** Such a job takes its server down, which then starts again by itself. */
const POISONOUS = { crashOnNode: Infinity, onNode: 'poison', restartsAfterCrash: true }

const renderedBy = () => stages.map(({ rendered }) => rendered.length)
const named = (count: number, name = 'text') => Array.from({ length: count }, (_, index) => `${name}${index}`)

test('renders everything once on several servers', async () => {
  const [queue] = stages as [Stage, Stage, Stage]
  const ids = queue.addJobs(named(60), { inputs: { delay_ms: 10 } })
  const agent = queue.newAgent({ servers: [server(0), server(1), server(2)] })
  await agent.start()
  const jobs = await settled(queue.database, agent, ids)
  expect(jobs.map(({ status }) => status)).toEqual(ids.map(() => 'done'))
  expect(stages.flatMap(({ rendered }) => rendered).toSorted()).toEqual(named(60).toSorted())
  expect(Math.min(...renderedBy())).toBeGreaterThan(0)
})

test('goes on elsewhere when a server dies in the middle, and uses it again when it is back', async () => {
  const [queue, other] = stages as [Stage, Stage, Stage]
  const ids = queue.addJobs(named(40), { inputs: { delay_ms: 20 } })
  const agent = queue.newAgent({ servers: [server(0), server(1)] })
  await agent.start()
  await until(agent, () => other.rendered.length >= 3)
  await other.engine.crash()
  await until(agent, () => queue.rendered.length >= 12)
  const before = other.rendered.length
  await other.engine.restart()
  const jobs = await settled(queue.database, agent, ids)
  expect(jobs.map(({ status, retriesAttempted }) => [status, retriesAttempted])).toEqual(ids.map(() => ['done', 0]))
  const rendered = [...queue.rendered, ...other.rendered]
  expect([...new Set(rendered)].toSorted()).toEqual(named(40).toSorted())
  // Only a result that died with the server before it was fetched is made again.
  expect(rendered.length).toBeLessThanOrEqual(41)
  expect(other.rendered.length).toBeGreaterThan(before)
})

test('gives a failed try to another server', async () => {
  const [queue, broken] = stages as [Stage, Stage, Stage]
  broken.engine.faults.failNode = Infinity
  const ids = queue.addJobs(named(10), { retryLimit: 1, inputs: { delay_ms: 5 } })
  const agent = queue.newAgent({ servers: [server(0), server(1)] })
  await agent.start()
  const jobs = await settled(queue.database, agent, ids)
  expect(jobs.map(({ status }) => status)).toEqual(ids.map(() => 'done'))
  expect(broken.rendered).toEqual([])
})

test('spares a server what keeps failing on it, and comes back to it', async () => {
  const [queue] = stages as [Stage, Stage, Stage]
  queue.engine.faults.failNode = 6
  const ids = queue.addJobs(named(12), { retryLimit: 3 })
  const agent = queue.newAgent({ servers: [server(0)], limits: { retry: { firstMs: 1, maxMs: 1 } } })
  await agent.start()
  await until(agent, () => agent.servers()[0]?.setAside.length === 1)
  expect(agent.servers()[0]?.setAside).toMatchObject([{ workflowId: 'echo' }])
  const jobs = await settled(queue.database, agent, ids)
  expect(jobs.map(({ status }) => status)).toEqual(ids.map(() => 'done'))
  expect(agent.servers()[0]?.setAside).toEqual([])
})

test('sets a job aside that takes two servers down, and goes on with the others', async () => {
  const [queue] = stages as [Stage, Stage, Stage]
  for (const { engine } of stages) Object.assign(engine.faults, POISONOUS)
  const poison = queue.addJobs(['poison'], { priority: 1 })
  const ids = queue.addJobs(named(6))
  const agent = queue.newAgent({ servers: [server(0), server(1), server(2)] })
  await agent.start()
  const jobs = await settled(queue.database, agent, [...poison, ...ids])
  expect(jobs.map(({ errorClass, status }) => errorClass ?? status)).toEqual(['serverKiller', ...ids.map(() => 'done')])
  expect(jobs[0]?.errorTrace).toMatch(/gpu\d, gpu\d/)
})

test('finds out that a server without work has gone', async () => {
  const [queue] = stages as [Stage, Stage, Stage]
  const agent = queue.newAgent({ servers: [server(0)] })
  await agent.start()
  const isReady = () => agent.servers()[0]?.status === 'ready'
  await expect.poll(isReady).toBe(true)
  await queue.engine.crash()
  await expect.poll(isReady).toBe(false)
  expect(agent.servers()[0]?.reason).toContain('cannot be reached')
})

test('takes nothing while the queue is paused, and finishes what it has', async () => {
  const [queue] = stages as [Stage, Stage, Stage]
  const release = queue.hold()
  const ids = queue.addJobs(['a', 'b', 'c', 'd'])
  const agent = queue.newAgent({ servers: [server(0)] })
  await agent.start()
  await until(agent, (event) => event?.kind === 'started')
  queue.database.studioState.set('queue.paused', true)
  release()
  const first = await settled(queue.database, agent, ids.slice(0, 2))
  expect(first.map(({ status }) => status)).toEqual(['done', 'done'])
  expect(queue.database.jobs.counts()).toMatchObject({ pending: 2, processing: 0 })
  queue.database.studioState.set('queue.paused', false)
  agent.wake()
  await settled(queue.database, agent, ids)
})

test('sums up what was rendered and what failed, for each server and workflow', async () => {
  const [queue] = stages as [Stage, Stage, Stage]
  queue.engine.faults.failNode = 2
  const ids = queue.addJobs(['abcde', 'fghij'], { inputs: { delay_ms: 5 } })
  const agent = queue.newAgent({ servers: [server(0)] })
  await agent.start()
  await settled(queue.database, agent, ids)
  const [pace] = queue.database.renderPace.list(new Date())
  expect(pace).toMatchObject({ serverName: 'gpu0', workflowId: 'echo', jobsDone: 2, triesFailed: 2, characters: 10 })
  expect(pace?.renderMs).toBeGreaterThanOrEqual(10)
})

test('gives a job to the server that has the voice it asks for', async () => {
  const spoken: string[] = []
  const ann = await setStage({ extraNodes: [voiceNode(['ann'], spoken)] })
  const bob = await setStage({ extraNodes: [voiceNode(['bob'], spoken)] })
  try {
    await writeFile(join(ann.root, 'config/workflows.yaml'), VOICES_YAML)
    await writeFile(join(ann.root, 'workflows/voices.json'), JSON.stringify(VOICES_GRAPH))
    const servers = [ann, bob].map(({ engine }, index) => ({ name: `gpu${index}`, url: engine.url, slots: 1 }))
    const agent = ann.newAgent({ servers, workflows: loadWorkflows(ann.root) })
    await agent.start()
    await expect.poll(() => agent.servers().map(({ status }) => status)).toEqual(['ready', 'ready'])
    const ids = ann.addJobs(['bob', 'bob', 'bob', 'bob', 'ann'], { workflowId: 'voices' })
    agent.wake()
    const jobs = await settled(ann.database, agent, ids)
    expect(jobs.map(({ status, retriesAttempted }) => [status, retriesAttempted])).toEqual(ids.map(() => ['done', 0]))
    expect(spoken.toSorted()).toEqual(['ann', 'bob', 'bob', 'bob', 'bob'])
  } finally {
    await ann.close()
    await bob.close()
  }
})

test('gives a job to another server when what it needs has gone from one that is ready', async () => {
  const spoken: string[] = []
  const left = ['ann', 'bob']
  const keeps = await setStage({ extraNodes: [voiceNode(['ann', 'bob'], spoken)] })
  const loses = await setStage({ extraNodes: [voiceNode(left, spoken)] })
  try {
    await writeFile(join(keeps.root, 'config/workflows.yaml'), VOICES_YAML)
    await writeFile(join(keeps.root, 'workflows/voices.json'), JSON.stringify(VOICES_GRAPH))
    const servers = [keeps, loses].map(({ engine }, index) => ({ name: `gpu${index}`, url: engine.url, slots: 1 }))
    const agent = keeps.newAgent({ servers, workflows: loadWorkflows(keeps.root) })
    await agent.start()
    await expect.poll(() => agent.servers().map(({ status }) => status)).toEqual(['ready', 'ready'])
    left.pop()
    const ids = keeps.addJobs(['bob', 'bob', 'bob', 'bob', 'bob', 'bob'], { workflowId: 'voices' })
    agent.wake()
    const jobs = await settled(keeps.database, agent, ids)
    expect(jobs.map(({ status, retriesAttempted }) => [status, retriesAttempted])).toEqual(ids.map(() => ['done', 0]))
    expect(spoken).toHaveLength(6)
  } finally {
    await keeps.close()
    await loses.close()
  }
})

const VOICES_GRAPH = { '1': { class_type: 'Voices', inputs: { voice: 'ann', filename_prefix: 'v' } } }
const VOICES_YAML = `
voices:
  template_path: workflows/voices.json
  description: Speaks with a voice of its server.
  job_type: SPEECH
  required_inputs: [text]
  inputs:
    text: { node: "1", input: voice }
    filename_prefix: { node: "1", input: filename_prefix }
`

function voiceNode(voices: readonly string[], spoken: string[]): NodeClass {
  return {
    name: 'Voices',
    displayName: 'Voices',
    description: '',
    category: 'test',
    pythonModule: 'test',
    inputs: () => ({ required: { voice: [voices, {}], filename_prefix: ['STRING', {}] } }),
    outputs: [],
    isOutput: true,
    async execute(inputs, { files }) {
      spoken.push(String(inputs['voice']))
      const bytes = Buffer.from(String(inputs['voice']))
      return { ui: { files: [await files.save('output', String(inputs['filename_prefix']), 'txt', bytes)] } }
    },
  }
}
