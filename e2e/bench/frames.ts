import type { Page } from '@playwright/test'

declare global {
  interface Window {
    benchFrames?: number[]
  }
}

/** Begins to note the time between two frames. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frames: number[] = []
    window.benchFrames = frames
    let last = performance.now()
    const note = (now: number) => {
      frames.push(now - last)
      last = now
      if (window.benchFrames === frames) requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
}

/** The longest times between two frames since `watchFrames`, longest first. */
export async function longestFrames(page: Page): Promise<number[]> {
  const frames = await page.evaluate(() => {
    const seen = window.benchFrames ?? []
    delete window.benchFrames
    return seen
  })
  return frames.sort((a, b) => b - a)
}
