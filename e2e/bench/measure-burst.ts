import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { longestFrames, watchFrames } from './frames.ts'
import type { Figure } from './measure-window.ts'
import type { BenchHost } from './start-host.ts'

const EVENTS_A_SECOND = 2000
const SECONDS = 5
const TICKS_A_SECOND = 50

/** How the queue's page bears two thousand changed jobs a second. */
export async function measureBurst(page: Page, { studio, broadcast }: BenchHost): Promise<Figure[]> {
  const { desk, queue } = studio.current()
  const { rows } = desk.page({}, 'queue', { offset: 0, limit: 500 })
  const first = rows[0]?.id ?? 1
  await page.evaluate(() => (location.hash = '#/jobs'))
  await page.getByRole('grid', { name: 'Jobs' }).getByRole('row').nth(3).waitFor()
  await watchFrames(page)
  const rowsOf = (ids: readonly number[]) => desk.rows(ids).map((row) => ({ key: String(row.id), data: row }))
  let id = first
  for (let tick = 0; tick < SECONDS * TICKS_A_SECOND; tick++) {
    for (let event = 0; event < EVENTS_A_SECOND / TICKS_A_SECOND; event++, id++) {
      broadcast.publishRow('job.changed', id, rowsOf)
    }
    broadcast.publish('queue.changed', 'queue', () => queue.state())
    await wait(1000 / TICKS_A_SECOND)
  }
  const startMs = performance.now()
  await page.getByRole('radio', { name: /^Failed/ }).click()
  const clickMs = performance.now() - startMs
  const frames = await longestFrames(page)
  return [
    { name: 'longest frame in a burst of 2,000 events a second', value: frames[0] ?? 0, unit: 'ms', most: 100 },
    { name: 'a click right after the burst', value: clickMs, unit: 'ms', most: 200 },
  ]
}
