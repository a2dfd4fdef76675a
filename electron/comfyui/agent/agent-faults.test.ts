import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '#shared/models/app-error.ts'
import { setStage, settled, until } from './test-stage.ts'
import type { Stage } from './test-stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setStage()
})
afterEach(() => stage.close())

const TEXTS = ['a', 'b', 'c', 'd', 'e', 'f']

async function runAll(texts: readonly string[] = TEXTS, options: Parameters<Stage['newAgent']>[0] = {}) {
  const ids = stage.addJobs(texts)
  const agent = stage.newAgent(options)
  await agent.start()
  const jobs = await settled(stage.database, agent, ids)
  await agent.stop()
  return jobs
}

async function expectAllDoneOnce(texts: readonly string[] = TEXTS) {
  const jobs = await runAll(texts)
  expect(jobs.map(({ status, errorTrace }) => errorTrace ?? status)).toEqual(texts.map(() => 'done'))
  expect(stage.rendered.toSorted()).toEqual(texts.toSorted())
  for (const job of jobs) expect(await stage.output(job.id)).toBe(job.inputs['text'])
}

test('does not need the socket: it may be cut at every message', async () => {
  stage.engine.faults.dropSockets = Infinity
  await expectAllDoneOnce()
})

test('gets along with a socket that stays open and silent', async () => {
  stage.engine.faults.deafSockets = true
  await expectAllDoneOnce()
})

test('waits for a history entry that is written late', async () => {
  stage.engine.faults.delayHistoryMs = 300
  await expectAllDoneOnce(['a', 'b'])
})

test('skips messages and frames that it does not know', async () => {
  stage.engine.faults.unknownMessages = Infinity
  await expectAllDoneOnce()
})

test('does not post again what was accepted without an answer', async () => {
  stage.engine.faults.acceptThenCut = 3
  await expectAllDoneOnce()
})

test('posts again what a server in trouble has not taken', async () => {
  stage.engine.faults.httpStatus = 1
  await expectAllDoneOnce()
})

test('fetches a file again whose transfer broke off', async () => {
  stage.engine.faults.resetView = 4
  await expectAllDoneOnce()
})

test('has a result saved anew that the server no longer has', async () => {
  stage.engine.faults.missingView = 1
  const [job] = await runAll(['a'])
  expect(job).toMatchObject({ status: 'done', runCount: 1 })
  expect(await stage.output(job!.id)).toBe('a')
})

test('tries a failing node again and gives up when the tries are used up', async () => {
  stage.engine.faults.failNode = 1
  stage.engine.faults.failNodeMessage = 'The tensor is bent.'
  const [mended] = await runAll(['a'])
  expect(mended).toMatchObject({ status: 'done', retriesAttempted: 1, errorClass: null })

  stage.engine.faults.failNode = Infinity
  const [failed] = await runAll(['b'])
  expect(failed).toMatchObject({ status: 'failed', retriesAttempted: 2, errorClass: 'serverError' })
  expect(failed?.errorTrace).toMatch(/^The tensor is bent\./)
})

test('tries again after a full memory', async () => {
  stage.engine.faults.outOfMemory = 1
  expect((await runAll(['a']))[0]).toMatchObject({ status: 'done', retriesAttempted: 1 })
  stage.engine.faults.outOfMemory = Infinity
  expect((await runAll(['b']))[0]).toMatchObject({ status: 'failed', errorClass: 'outOfMemory' })
})

test('cancels a prompt that takes too long and runs the others', async () => {
  stage.engine.faults.hangNode = 1
  const jobs = await runAll(['a', 'b'], { timeoutSeconds: 0.2 })
  expect(jobs).toMatchObject([{ status: 'done', retriesAttempted: 1 }, { status: 'done' }])
  expect(stage.rendered.toSorted()).toEqual(['a', 'b'])
})

test('gives up a prompt that does not react to being cancelled', async () => {
  stage.engine.faults.hangNode = 1
  stage.engine.faults.hangIgnoresInterrupt = true
  const ids = stage.addJobs(['a'], { retryLimit: 0 })
  const agent = stage.newAgent({ timeoutSeconds: 0.2 })
  await agent.start()
  const [job] = await settled(stage.database, agent, ids)
  expect(job).toMatchObject({ status: 'failed', errorClass: 'timeout' })
})

test('does not render again what our own disk does not take, nor blame the server', async () => {
  await writeFile(join(stage.root, 'blocked'), '')
  const ids = stage.addJobs(['lost'], { outputPath: 'blocked/lost' })
  const agent = stage.newAgent()
  await agent.start()
  const [job] = await settled(stage.database, agent, ids)
  expect(job).toMatchObject({ status: 'failed', errorClass: 'unwritable', runCount: 1 })
  expect(job?.errorTrace).toMatch(/cannot be written \(ENOTDIR.*Check the free space/)
  expect(agent.servers()[0]?.status).toBe('ready')
  expect(stage.rendered).toEqual(['lost'])
})

test('fails at once what a retry cannot mend', async () => {
  const ids = [
    ...stage.addJobs(['nowhere'], { workflowId: 'nothing' }),
    ...stage.addJobs(['lacking'], { workflowId: 'missing' }),
    ...stage.addJobs(['odd'], { inputs: { delay_ms: 'soon', colour: 'red' } }),
    ...stage.addJobs(['many'], { inputs: { files: 99 } }),
    ...stage.addJobs(['out'], { outputPath: '../out' }),
    ...stage.addJobs(['older'], { outputPath: '' }),
  ]
  const agent = stage.newAgent()
  await agent.start()
  const jobs = await settled(stage.database, agent, ids)
  expect(jobs.map(({ status, errorClass, retriesAttempted }) => [status, errorClass, retriesAttempted])).toEqual([
    ['failed', 'invalidInput', 0],
    ['failed', 'missingNode', 0],
    ['failed', 'invalidInput', 0],
    ['failed', 'invalidInput', 0],
    ['failed', 'invalidInput', 0],
    ['failed', 'invalidInput', 0],
  ])
  expect(jobs[1]?.errorTrace).toContain('Nowhere')
  expect(jobs[2]?.errorTrace).toMatch(/"delay_ms" must be a number.*no input "colour"/)
  expect(jobs[3]?.errorTrace).toMatch(/^Prompt outputs failed validation; node 1 \(Echo\): .*bigger than max/)
  expect(jobs[4]?.errorTrace).toContain('The path "../out" is not inside')
  expect(jobs[5]?.errorTrace).toMatch(/an older E3 kept them.*e3 job add FILE/)
  expect(stage.rendered).toEqual([])
})

test('takes a prompt that lost an output for refused', async () => {
  stage.engine.faults.partialNodeErrors = Infinity
  const [job] = await runAll(['a'])
  expect(job).toMatchObject({ status: 'failed', errorClass: 'invalidInput', retriesAttempted: 0 })
})

test('tries again when the output is of no use', async () => {
  let checks = 0
  const checkOutput = () => {
    checks++
    if (checks === 1) throw new AppError('audio.silent', 'The file is silent.')
    return Promise.resolve({})
  }
  const jobs = await runAll(['a'], { checkOutput })
  expect(jobs[0]).toMatchObject({ status: 'done', retriesAttempted: 1 })
  // Saving the same bytes again would be in vain: the node itself ran again.
  expect(stage.rendered).toEqual(['a', 'a'])
})

test('says so when a prompt ends without a file', async () => {
  const ids = stage.addJobs(['a'], { inputs: { files: 0 }, retryLimit: 0 })
  const agent = stage.newAgent()
  await agent.start()
  expect((await settled(stage.database, agent, ids))[0]).toMatchObject({ status: 'failed', errorClass: 'badOutput' })
})

test('places several outputs side by side', async () => {
  const ids = stage.addJobs(['a'], { inputs: { files: 3 }, outputPath: 'out/a.txt' })
  const agent = stage.newAgent()
  await agent.start()
  const [job] = await settled(stage.database, agent, ids)
  expect(job?.metadata['files']).toEqual(['out/a_1.txt', 'out/a_2.txt', 'out/a_3.txt'])
  expect(await stage.output(ids[0]!)).toBe('a')
})

test('renders anew what a restarted server lost, and nothing else', async () => {
  const ids = stage.addJobs(TEXTS, { inputs: { delay_ms: 100 } })
  const agent = stage.newAgent()
  await agent.start()
  const { jobs: rows } = stage.database
  await until(agent, () => rows.get(ids[1]!)?.status === 'done' && rows.get(ids[2]!)?.status === 'processing')
  const kinds: string[] = []
  agent.onJob(({ kind, job }) => job.id === ids[2] && kinds.push(kind))
  await stage.engine.restart()
  const jobs = await settled(stage.database, agent, ids)
  expect(kinds.filter((kind) => kind !== 'progress').slice(-4)).toEqual(['released', 'taken', 'started', 'done'])
  expect(jobs.map(({ status }) => status)).toEqual(TEXTS.map(() => 'done'))
  expect(jobs.map(({ retriesAttempted }) => retriesAttempted)).toEqual(TEXTS.map(() => 0))
  expect(stage.rendered.toSorted()).toEqual(TEXTS)
})

test('waits for a server that is away', async () => {
  stage.engine.faults.slowStartMs = 300
  const ids = stage.addJobs(TEXTS)
  const away = stage.engine.restart()
  const agent = stage.newAgent()
  await agent.start()
  await until(agent, () => true)
  expect(agent.servers()[0]).toMatchObject({ status: 'connecting' })
  await away
  const jobs = await settled(stage.database, agent, ids)
  expect(jobs.map(({ status, runCount }) => [status, runCount])).toEqual(TEXTS.map(() => ['done', 1]))
})

test('runs again what someone else interrupted or deleted on the server', async () => {
  const ids = stage.addJobs(['a', 'b'], { inputs: { delay_ms: 150 } })
  const agent = stage.newAgent()
  await agent.start()
  await until(agent, (event) => event?.kind === 'started')
  const post = (path: string, body: unknown) =>
    fetch(`${stage.engine.url}/${path}`, { method: 'POST', body: JSON.stringify(body) })
  await post('queue', { clear: true })
  await post('interrupt', {})
  const jobs = await settled(stage.database, agent, ids)
  expect(jobs.map(({ status, retriesAttempted }) => [status, retriesAttempted])).toEqual([
    ['done', 1],
    ['done', 0],
  ])
  expect(stage.rendered.toSorted()).toEqual(['a', 'b'])
})

test('cancels a running and a waiting job, and stops the prompt of a job that was cancelled in its row', async () => {
  const [running, waiting, other, last] = stage.addJobs(['a', 'b', 'c', 'd'], { inputs: { delay_ms: 10_000 } })
  const { jobs } = stage.database
  const agent = stage.newAgent()
  await agent.start()
  await until(agent, (event) => event?.kind === 'started')
  agent.cancelJob(last!, 'Not wanted.')
  agent.cancelJob(waiting!, 'Not wanted.')
  agent.cancelJob(running!, 'Not wanted.')
  await settled(stage.database, agent, [running!, waiting!, last!])
  for (const id of [running!, waiting!, last!]) {
    expect(jobs.get(id)).toMatchObject({ status: 'failed', errorClass: 'cancelled', errorTrace: 'Not wanted.' })
  }
  await until(agent, () => agent.servers()[0]?.posted === 1)
  jobs.cancel(other!, 'From elsewhere.')
  const added = stage.addJobs(['e'])
  agent.wake()
  expect((await settled(stage.database, agent, added))[0]?.status).toBe('done')
  expect(jobs.get(other!)).toMatchObject({ status: 'failed', errorTrace: 'From elsewhere.' })
  expect(stage.rendered).toEqual(['e'])
})

test('goes on with the server that can run a job when there are several', async () => {
  const bare = await setStage({ extraNodes: [] })
  try {
    const ids = stage.addJobs(TEXTS)
    const servers = [
      { name: 'bare', url: bare.engine.url, slots: 4 },
      { name: 'able', url: stage.engine.url, slots: 1 },
    ]
    const agent = stage.newAgent({ servers })
    await agent.start()
    const jobs = await settled(stage.database, agent, ids)
    expect(jobs.map(({ status }) => status)).toEqual(TEXTS.map(() => 'done'))
  } finally {
    await bare.close()
  }
})

test('repairs a folder that vanished between two jobs', async () => {
  await runAll(['a'])
  await rm(join(stage.root, 'out'), { recursive: true })
  expect((await runAll(['b']))[0]?.status).toBe('done')
})
