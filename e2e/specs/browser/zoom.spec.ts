import { MANY_CHAPTERS, writeBook } from '#e2e/books.ts'
import { expect, test } from '#e2e/fixtures.ts'
import { Library } from '#e2e/pages/library.ts'
import { Title } from '#e2e/pages/title.ts'

test('keeps the frame in its place at 200 % zoom', async ({ page, workspace }) => {
  await page.setViewportSize({ width: 640, height: 400 })
  const [library, title] = [new Library(page), new Title(page)]
  await library.drop(await writeBook(workspace.file('long.html'), { title: 'A Long Walk', chapters: MANY_CHAPTERS }))
  await library.open('A Long Walk')
  await title.produce('Kevin')
  await expect(page.getByRole('button', { name: 'Play Closing credits' })).toBeVisible()
  const [height, room] = await page.evaluate(() => [document.documentElement.scrollHeight, window.innerHeight])
  expect(height).toBe(room)
})
