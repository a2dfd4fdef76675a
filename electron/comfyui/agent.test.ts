import { afterEach, beforeEach, expect, test } from 'vitest'
import { setStage, settled } from './test-stage.ts'
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
