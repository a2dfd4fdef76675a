import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'

test('opens an empty workspace on its library, which says how to begin', async ({ page, keepPicture }) => {
  const library = new Library(page)
  await expect(library.heading('Library')).toBeVisible()
  await expect(library.addBooks).toBeVisible()
  await expect(page).toHaveTitle('Library — E3 Studio — ALPHA')
  await keepPicture('library-empty')
})

test('opens again in the same workspace after its process was killed', async ({ studio }) => {
  const again = await studio.killAndRestart()
  await expect(new Library(again).heading('Library')).toBeVisible()
})
