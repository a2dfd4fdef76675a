import type { Page } from '@playwright/test'
import { longestFrames, watchFrames } from './frames.ts'
import type { Figure } from './measure-window.ts'

const STEPS = 120
const STEP_PX = 400

/** The longest frame while a list is scrolled without a pause. */
export async function measureScrolling(page: Page, place: string, role: 'grid', name: string): Promise<Figure> {
  await page.evaluate((hash) => (location.hash = hash), place)
  const list = page.getByRole(role, { name })
  await list.getByRole('row').nth(3).waitFor()
  await list.hover()
  await watchFrames(page)
  for (let step = 0; step < STEPS; step++) await page.mouse.wheel(0, STEP_PX)
  const [longest = 0] = await longestFrames(page)
  const isMoved = await list.evaluate((grid) => {
    let element: Element | null = grid
    while (element !== null && element.scrollTop === 0) element = element.parentElement
    return element !== null
  })
  if (!isMoved) throw new Error(`The list of ${name.toLowerCase()} did not move.`)
  return { name: `longest frame while scrolling ${name.toLowerCase()}`, value: longest, unit: 'ms', most: 50 }
}
