import { expect, test } from '../fixtures.ts'

test('opens on an empty workspace with its library', async ({ page, keepPicture }) => {
  await expect(page.getByRole('main')).toBeVisible()
  await expect(page).toHaveTitle(/E3 Studio/)
  await keepPicture('start')
})

test('opens again after it was killed', async ({ page, studio }) => {
  await expect(page.getByRole('main')).toBeVisible()
  const again = await studio.killAndRestart()
  await expect(again.getByRole('main')).toBeVisible()
})
