import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { setStage, settled, until } from './test-stage.ts'
import type { Stage } from './test-stage.ts'

const TEXTS = ['a', 'b', 'c', 'd']
const WORKER = fileURLToPath(new URL('./kill-test-worker.ts', import.meta.url))

let stage: Stage
beforeEach(async () => {
  stage = await setStage()
})
afterEach(() => stage.close())

async function killAgentAt(phase: string) {
  const { root, database, engine } = stage
  const child = spawn(process.execPath, [WORKER, root, database.file, engine.url, phase], { stdio: 'inherit' })
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
}

test.each(['leased', 'recorded', 'posted', 'running', 'fetched', 'placed', 'completed'])(
  'ends every job once after the agent was killed when a job was %s',
  async (phase) => {
    const ids = stage.addJobs(TEXTS, { inputs: { delay_ms: 30 } })
    await killAgentAt(phase)
    const agent = stage.newAgent()
    await agent.start()
    const jobs = await settled(stage.database, agent, ids)
    expect(jobs.map(({ status, retriesAttempted }) => [status, retriesAttempted])).toEqual(TEXTS.map(() => ['done', 0]))
    expect(stage.rendered.toSorted()).toEqual(TEXTS)
    for (const job of jobs) expect(await stage.output(job.id)).toBe(job.inputs['text'])
    expect((await readdir(join(stage.root, 'out'))).filter((name) => name.endsWith('.part'))).toEqual([])
  },
)

test('runs again what was on a server that was restarted while the agent was dead', async () => {
  const ids = [...stage.addJobs(['a'], { inputs: { delay_ms: 1500 } }), ...stage.addJobs(['b', 'c', 'd'])]
  await killAgentAt('posted')
  await stage.engine.restart()
  const agent = stage.newAgent()
  await agent.start()
  const jobs = await settled(stage.database, agent, ids)
  expect(jobs.map(({ status }) => status)).toEqual(TEXTS.map(() => 'done'))
  expect(stage.rendered.toSorted()).toEqual(TEXTS)
})

test('keeps an output that was in place before the agent died and the server forgot', async () => {
  const ids = stage.addJobs(['a'])
  await killAgentAt('placed')
  await stage.engine.restart()
  const placed = await stat(join(stage.root, 'out/a.txt'))
  const agent = stage.newAgent()
  await agent.start()
  const [job] = await settled(stage.database, agent, ids)
  expect(job).toMatchObject({ status: 'done', outputPath: 'out/a.txt', metadata: { sizeBytes: 1 } })
  expect(stage.rendered).toEqual(['a'])
  expect((await stat(join(stage.root, 'out/a.txt'))).mtimeMs).toBe(placed.mtimeMs)
})

test('does not take a file for its output that was there before', async () => {
  await mkdir(join(stage.root, 'out'))
  await writeFile(join(stage.root, 'out/a.txt'), 'old')
  const ids = stage.addJobs(['a'])
  await killAgentAt('recorded')
  const agent = stage.newAgent()
  await agent.start()
  await settled(stage.database, agent, ids)
  expect(await stage.output(ids[0]!)).toBe('a')
})

test('lets its prompts go on when stopped, and the next agent takes their results', async () => {
  const ids = stage.addJobs(TEXTS, { inputs: { delay_ms: 100 } })
  const first = stage.newAgent()
  await first.start()
  await until(first, (event) => event?.kind === 'started')
  await first.stop()
  const states = ids.map((id) => stage.database.jobs.get(id)?.status)
  expect(states).toEqual(['processing', 'processing', 'pending', 'pending'])
  const second = stage.newAgent()
  await second.start()
  const jobs = await settled(stage.database, second, ids)
  expect(jobs.map(({ status, runCount }) => [status, runCount])).toEqual(TEXTS.map(() => ['done', 1]))
  expect(stage.rendered.toSorted()).toEqual(TEXTS)
})

test('takes back a job whose server is no longer configured', async () => {
  const ids = stage.addJobs(['a'])
  await killAgentAt('recorded')
  const agent = stage.newAgent({ servers: [{ name: 'another', url: stage.engine.url, slots: 1 }] })
  await agent.start()
  expect((await settled(stage.database, agent, ids))[0]).toMatchObject({ status: 'done', runCount: 1 })
})
