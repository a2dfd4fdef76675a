import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { setStage, settled, until, type Stage } from './test-stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setStage()
  const file = join(stage.root, 'config/workflows.yaml')
  const yaml = await readFile(file, 'utf8')
  await writeFile(file, yaml.replace('echo:\n', 'echo:\n  batch: true\n'))
})
afterEach(() => stage.close())

const texts = (count: number) => Array.from({ length: count }, (_, index) => `text${index}`)
const newAgent = (maxBatch: number) => stage.newAgent({ limits: { maxBatch } })

/** How many prompts the server was given. */
async function prompts(): Promise<number> {
  const reply = await fetch(`${stage.engine.url}/history`)
  return Object.keys((await reply.json()) as object).length
}

test('renders several jobs in one graph, each with its own file, once that has proved to gain', async () => {
  stage.engine.faults.slowRepliesMs = 20
  const ids = stage.addJobs(texts(60))
  const agent = newAgent(4)
  await agent.start()
  const jobs = await settled(stage.database, agent, ids)
  expect(jobs.map(({ status }) => status)).toEqual(ids.map(() => 'done'))
  for (const job of jobs) expect(await stage.output(job.id)).toBe(job.inputs['text'])
  expect(stage.rendered.toSorted()).toEqual(texts(60).toSorted())
  expect(await prompts()).toBeLessThan(60)
})

test('renders each job by itself when batches are off', async () => {
  const ids = stage.addJobs(texts(12))
  const agent = newAgent(1)
  await agent.start()
  await settled(stage.database, agent, ids)
  expect(await prompts()).toBe(12)
})

test('finds out alone which job of a batch fails', async () => {
  Object.assign(stage.engine.faults, { failNode: Infinity, onNode: 'broken' })
  const first = stage.addJobs(texts(8))
  const broken = stage.addJobs(['broken'], { retryLimit: 0 })
  const rest = stage.addJobs(['a', 'b', 'c', 'd', 'e'])
  const agent = newAgent(4)
  await agent.start()
  const jobs = await settled(stage.database, agent, [...first, ...broken, ...rest])
  expect(jobs.map(({ status }) => status)).toEqual([...first.map(() => 'done'), 'failed', ...rest.map(() => 'done')])
  expect(jobs.map(({ retriesAttempted }) => retriesAttempted)).toEqual(jobs.map(() => 0))
})

test('adopts a batch that an earlier agent posted, and renders nothing twice', async () => {
  // Batches of two are known to pay after six prompts.
  const ids = stage.addJobs(texts(6))
  const first = newAgent(2)
  await first.start()
  await settled(stage.database, first, ids)
  const release = stage.hold()
  const more = stage.addJobs(['a', 'b', 'c', 'd'])
  first.wake()
  await until(first, (event) => event?.kind === 'started')
  await first.stop()
  const posted = stage.database.jobs.inFlight().map(({ promptId }) => promptId)
  expect(new Set(posted).size).toBeLessThan(posted.length)
  const second = newAgent(2)
  await second.start()
  release()
  const jobs = await settled(stage.database, second, more)
  expect(jobs.map(({ status }) => status)).toEqual(more.map(() => 'done'))
  for (const job of jobs) expect(await stage.output(job.id)).toBe(job.inputs['text'])
  expect(stage.rendered.toSorted()).toEqual([...texts(6), 'a', 'b', 'c', 'd'].toSorted())
})
