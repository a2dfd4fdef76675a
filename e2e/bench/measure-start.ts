import { performance } from 'node:perf_hooks'
import type { Page } from '@playwright/test'
import type { Figure } from './measure-window.ts'

const PREFIXES = [
  'a',
  'ma',
  'the',
  'whi',
  'love',
  'sea',
  'dar',
  'john',
  'wil',
  'house',
  'nig',
  'poe',
  'rom',
  'qu',
  'gar',
]
const ROUNDS = 4

/** From the address to a wall of posters. */
export async function measureStart(page: Page, address: string): Promise<Figure> {
  await page.goto(address)
  await page.getByRole('grid', { name: 'Titles' }).getByRole('link').first().waitFor()
  // The second start has the page's files in its cache, as every start of an installed studio has.
  const startMs = performance.now()
  await page.reload({ waitUntil: 'commit' })
  await page.getByRole('grid', { name: 'Titles' }).getByRole('link').first().waitFor()
  return { name: 'start to usable window', value: performance.now() - startMs, unit: 'ms', most: 1500 }
}

/** What the studio takes to answer a search, asked by the window while it shows the library. */
export async function measureSearch(page: Page): Promise<Figure[]> {
  // A new library draws the covers that are in sight once: their work is not the search's.
  await page.waitForLoadState('networkidle')
  const tookMs = await page.evaluate(
    async ({ prefixes, rounds }) => {
      const times: number[] = []
      for (let round = 0; round < rounds; round++) {
        for (const text of prefixes) {
          const startMs = performance.now()
          const reply = await fetch('/api/title.search', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ text, limit: 200 }),
          })
          await reply.json()
          times.push(performance.now() - startMs)
        }
      }
      return times
    },
    { prefixes: PREFIXES, rounds: ROUNDS },
  )
  const sorted = tookMs.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return [
    { name: 'search, median over the wire', value: at(0.5), unit: 'ms', most: 30 },
    { name: 'search, 95th percentile over the wire', value: at(0.95), unit: 'ms', most: 30 },
  ]
}
