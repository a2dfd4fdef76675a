import { readFile } from 'node:fs/promises'
import type { Browser, Page } from '@playwright/test'

/** The proportional set size of the page's process; Linux only. */
export async function rendererMemoryMb(page: Page, browser: Browser): Promise<number> {
  await page.requestGC()
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  const sizes = await Promise.all(renderers.map(proportionalMb))
  return Math.max(...sizes)
}

async function proportionalMb(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024
}
