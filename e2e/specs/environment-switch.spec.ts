import { appendFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { SIX_FABLES } from '../books.ts'
import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'

const dialogOf = (page: Page) => page.getByRole('dialog')

test('switches to prod and back, each with its own shelf', async ({ page, studio, workspace }) => {
  // A picture may be asked for just as its environment closes.
  studio.expectProblem(/status of 404 .*media\/cover\//)
  const library = new Library(page)
  await expect(page.getByRole('main')).toBeVisible()
  await library.drop(SIX_FABLES)
  await expect(library.title('Six Fables')).toBeVisible()

  await page.keyboard.press('Control+Shift+e')
  await dialogOf(page).getByRole('button', { name: 'Switch to prod' }).click()
  await expect(page).toHaveTitle(/PROD/)
  await expect(page.getByText('Your shelf is waiting for its first book')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Environment: prod' })).toBeVisible()

  await page.keyboard.press('Control+Shift+e')
  await dialogOf(page).getByRole('button', { name: 'Switch to alpha' }).click()
  await expect(page).toHaveTitle(/ALPHA/)
  await expect(library.title('Six Fables')).toBeVisible()
  expect(await workspace.log()).not.toContain('"level":"error"')
})

test('stays where it is when the other environment is broken, and says why', async ({ page, workspace }) => {
  const library = new Library(page)
  await library.drop(SIX_FABLES)
  await expect(library.title('Six Fables')).toBeVisible()
  await appendFile(workspace.file('config/global_prod.yaml'), '\naudiobook:\n  chunk_size: enormous\n')

  await page.keyboard.press('Control+Shift+e')
  await expect(dialogOf(page).getByText(/chunk_size.*enormous/)).toBeVisible()
  await expect(dialogOf(page).getByRole('button', { name: 'Switch to prod' })).toBeDisabled()
  await dialogOf(page).getByRole('button', { name: 'Stay in alpha' }).click()
  await expect(page).toHaveTitle(/ALPHA/)
  await expect(library.title('Six Fables')).toBeVisible()
})
