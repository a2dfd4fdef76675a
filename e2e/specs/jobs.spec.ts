import { writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { YELLOW_WALLPAPER } from '../books.ts'
import { expect, test } from '../fixtures.ts'
import { dragFiles } from '../drop-files.ts'
import { Library } from '../pages/library.ts'
import { Frame } from '../pages/frame.ts'
import { Title } from '../pages/title.ts'

const jobs = (page: Page) => page.getByRole('grid', { name: 'Jobs' })
const firstJob = (page: Page) => jobs(page).locator('[role=row][data-index="0"]')

/** From wherever the list was scrolled to. */
const showFirst = async (page: Page) => {
  await jobs(page).getByRole('row').nth(2).focus()
  await page.keyboard.press('Home')
}

test('moves a waiting job to the front with God Mode, and back to another priority', async ({ page }) => {
  const [library, title, frame] = [new Library(page), new Title(page), new Frame(page)]
  await library.drop(YELLOW_WALLPAPER)
  await library.open('The Yellow Wallpaper')
  await title.produce('Clara')
  await expect(page.getByText(/^Speaking/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('main').getByText('Paused').first()).toBeVisible()

  await frame.goTo('Jobs')
  await page.getByRole('radio', { name: /^Waiting/ }).click()
  const last = page.getByRole('row', { name: /Closing credits of The Yellow Wallpaper/ })
  await jobs(page).getByRole('row').nth(2).focus()
  await page.keyboard.press('End')
  await last.click()
  const details = page.getByRole('complementary', { name: 'Job' })
  await details.getByRole('button', { name: 'Priority' }).click()
  await page.getByRole('menuitem', { name: /God Mode/ }).click()
  await showFirst(page)
  await expect(firstJob(page)).toContainText('Closing credits')

  await details.getByRole('button', { name: 'Priority' }).click()
  await page.getByRole('menuitem', { name: /^Last/ }).click()
  await expect(firstJob(page)).not.toContainText('Closing credits')
})

test('shows why a dropped job failed, and tries it again', async ({ page, workspace }) => {
  const file = workspace.file('T2I_20260101000000_1_sunset.yaml')
  await writeFile(
    file,
    'job_type: T2I\nworkflow_id: T2I_flux1_krea\ninputs:\n  prompt: a sunset\noutputs:\n  file_path: pictures/sunset.png\n',
  )
  const frame = new Frame(page)
  await expect(page.getByRole('main')).toBeVisible()
  await frame.goTo('Jobs')
  await (await dragFiles(page, [file])).drop()
  const row = page.getByRole('row', { name: /sunset/ })
  await expect(row).toContainText(/./)
  await page.getByRole('radio', { name: /^Failed 1/ }).click()
  await row.click()
  const details = page.getByRole('complementary', { name: 'Job' })
  await expect(details.getByRole('region', { name: 'Why it failed' })).toContainText(/node|server/i)
  await details.getByRole('button', { name: 'Retry' }).click()
  await expect(
    page
      .getByText(/queue again|tried again|waits again/i)
      .or(page.getByRole('radio', { name: /^Failed [01]/ }))
      .first(),
  ).toBeVisible()
})
