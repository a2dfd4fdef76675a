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
  await page.getByRole('radio', { name: /^Failed 1/ }).click()
  await row.click()
  const details = page.getByRole('complementary', { name: 'Job' })
  const reason = details.getByRole('region', { name: 'Why it failed' })
  await expect(reason).toContainText(/node|model/i)

  // Held up, so that what a retry makes of it can be seen.
  await page.keyboard.press('Control+.')
  await expect(page.getByText('The queue is paused. Nothing new is taken.')).toBeVisible()
  await details.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByRole('radio', { name: /^Failed 0/ })).toBeVisible()
  await expect(page.getByText('Nothing new is taken; 1 job waits.')).toBeVisible()
  await expect(details).toContainText('Waiting')
  await expect(reason).toBeHidden()

  await page.getByRole('main').getByRole('button', { name: 'Resume', exact: true }).click()
  await expect(page.getByRole('radio', { name: /^Failed 1/ })).toBeVisible()
  await expect(reason).toBeVisible()

  await page.getByRole('tab', { name: 'What failed 1' }).click()
  const cause = page.getByRole('region', { name: 'Missing node' })
  await expect(cause).toContainText('Install them on one, then try again.')
  await page.keyboard.press('Control+.')
  await cause.getByRole('button', { name: /^Retry 1/ }).click()
  await expect(page.getByText('1 job will be tried again.')).toBeVisible()
  await expect(page.getByText('Nothing has failed')).toBeVisible()
})

test('cancels all jobs of the list after saying what that costs, and brings them back', async ({ page }) => {
  const [library, title, frame] = [new Library(page), new Title(page), new Frame(page)]
  await expect(page.getByRole('main')).toBeVisible()
  await page.keyboard.press('Control+.')
  await expect(page.getByText(/^Queue paused/)).toBeVisible()
  await library.drop(YELLOW_WALLPAPER)
  await library.open('The Yellow Wallpaper')
  await title.produce('Clara')
  await expect(page.getByText('Waiting: the queue is paused')).toBeVisible()

  await frame.goTo('Jobs')
  await expect(jobs(page)).toContainText('The Yellow Wallpaper')
  await page.getByRole('button', { name: 'Cancel jobs…' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('1 production cannot be finished without them')
  await question.getByRole('button', { name: /^Cancel \d+ jobs$/ }).click()
  await expect(page.getByText(/^\d+ jobs cancelled\.$/)).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Waiting 0' })).toBeVisible()

  await page.getByRole('tab', { name: 'What failed' }).click()
  const cancelled = page.getByRole('region', { name: 'Cancelled' }).first()
  await cancelled.getByRole('button', { name: /^Retry/ }).click()
  await expect(page.getByText(/^\d+ jobs? will be tried again\.$/)).toBeVisible()
})
