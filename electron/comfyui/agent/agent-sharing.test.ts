import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ServerSpec } from './agent.ts'
import { setStage, settled, type Stage } from './test-stage.ts'

/** The first stage has the queue; the other lends its engine. */
let queue: Stage
let lent: Stage
beforeEach(async () => {
  ;[queue, lent] = await Promise.all([setStage(), setStage()])
})
afterEach(async () => {
  await queue.close()
  await lent.close()
})

const servers = (): ServerSpec[] => [
  { name: 'fast', url: queue.engine.url, slots: 1 },
  { name: 'slow', url: lent.engine.url, slots: 1 },
]
const measured = (serverName: string, renderMs: number) =>
  queue.database.renderPace.add({
    serverName,
    workflowId: 'echo',
    jobsDone: 1,
    triesFailed: 0,
    characters: 5,
    renderMs,
    audioMs: 0,
  })

test('does not leave a job to a faster server on which it has just failed', async () => {
  measured('fast', 10)
  measured('slow', 10_000)
  queue.engine.faults.failNode = 1
  const agent = queue.newAgent({ servers: servers() })
  await agent.start()
  await expect.poll(() => agent.servers().map(({ status }) => status)).toEqual(['ready', 'ready'])
  const [id = 0] = queue.addJobs(['text'])
  const [job] = await settled(queue.database, agent, [id])
  expect(job).toMatchObject({ status: 'done', retriesAttempted: 1 })
  expect(lent.rendered).toEqual(['text'])
})
