import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
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

/** What the rows of an agent look like that was killed right after its lease. */
function leaseAsDead(limit: number) {
  return stage.database.jobs.lease({ workerId: 'dead', leaseMs: 60_000, limit })
}

test.each(['posted', 'fetched', 'placed'])(
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

test('takes over rows that an agent left before it posted them', async () => {
  const ids = stage.addJobs(TEXTS)
  const recorded = ids[1]
  leaseAsDead(2)
  stage.database.jobs.recordPrompt(recorded!, { promptId: randomUUID(), serverName: 'test', graphHash: 'h' })
  const agent = stage.newAgent()
  await agent.start()
  const jobs = await settled(stage.database, agent, ids)
  expect(jobs.map(({ status, runCount }) => [status, runCount])).toEqual(TEXTS.map(() => ['done', 1]))
  expect(stage.rendered.toSorted()).toEqual(TEXTS)
})

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
  const [job] = leaseAsDead(1)
  stage.database.jobs.recordPrompt(job!.id, { promptId: randomUUID(), serverName: 'test', graphHash: 'h' })
  await mkdir(join(stage.root, 'out'))
  await writeFile(join(stage.root, 'out/a.txt'), 'placed')
  // A file's time may lag some milliseconds behind the clock.
  await utimes(join(stage.root, 'out/a.txt'), new Date(), new Date(Date.now() + 1000))
  const agent = stage.newAgent()
  await agent.start()
  const [done] = await settled(stage.database, agent, ids)
  expect(done).toMatchObject({ status: 'done', outputPath: 'out/a.txt', metadata: { sizeBytes: 6 } })
  expect(stage.rendered).toEqual([])
})

test('does not take a file for its output that was there before', async () => {
  await mkdir(join(stage.root, 'out'))
  await writeFile(join(stage.root, 'out/a.txt'), 'old')
  await utimes(join(stage.root, 'out/a.txt'), new Date(), new Date(Date.now() - 1000))
  const ids = stage.addJobs(['a'])
  leaseAsDead(1)
  stage.database.jobs.recordPrompt(ids[0]!, { promptId: randomUUID(), serverName: 'test', graphHash: 'h' })
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
  leaseAsDead(1)
  stage.database.jobs.recordPrompt(ids[0]!, { promptId: randomUUID(), serverName: 'gone', graphHash: 'h' })
  const agent = stage.newAgent()
  await agent.start()
  expect((await settled(stage.database, agent, ids))[0]).toMatchObject({ status: 'done', runCount: 1 })
})

test('brings home what the server runs when it is drained, and leaves the rest to the next agent', async () => {
  const release = stage.hold()
  const ids = stage.addJobs(TEXTS)
  const agent = stage.newAgent()
  const kinds: string[] = []
  agent.onJob(({ kind, job }) => kinds.push(`${kind} ${job.id - ids[0]!}`))
  await agent.start()
  await until(agent, (event) => event?.value === 0.5)
  const drained = agent.drain(60_000)
  release()
  await drained
  expect(stage.database.jobs.get(ids[0]!)?.status).toBe('done')
  expect(stage.database.jobs.counts().pending).toBe(2)
  expect(kinds.filter((kind) => kind.startsWith('taken'))).toEqual(['taken 0', 'taken 1'])
  await agent.stop()

  const next = stage.newAgent()
  await next.start()
  await settled(stage.database, next, ids)
  expect(stage.rendered).toEqual(TEXTS)
})

test('does not wait for ever when it is drained', async () => {
  const release = stage.hold()
  const [id = 0] = stage.addJobs(['a'])
  const agent = stage.newAgent()
  await agent.start()
  await until(agent, (event) => event?.value === 0.5)
  await agent.drain(20)
  expect(stage.database.jobs.get(id)?.status).toBe('processing')
  release()
  await agent.stop()
})
