import { MANY_CHAPTERS, writeBook } from '#e2e/books.ts'
import { expect, test } from '#e2e/fixtures.ts'
import { Library } from '#e2e/pages/library.ts'
import { Frame } from '#e2e/pages/frame.ts'
import { Title } from '#e2e/pages/title.ts'

test('shows the same in two windows while jobs rush by', async ({ page, workspace }) => {
  const [library, title] = [new Library(page), new Title(page)]
  await library.drop(await writeBook(workspace.file('long.html'), { title: 'A Long Walk', chapters: MANY_CHAPTERS }))
  await library.open('A Long Walk')
  const second = await page.context().newPage()
  await second.goto(page.url())
  await new Frame(second).goTo('Jobs')
  await title.produce('Kevin')
  await title.goBackToTitle()
  await title.expectFinished()

  await new Frame(page).goTo('Jobs')
  const counts = (window: typeof page) => window.getByRole('radiogroup', { name: 'Status' }).innerText()
  const seen = await counts(page)
  expect(seen).toMatch(/Waiting 0[\s\S]*Running 0[\s\S]*Failed 0/)
  await expect.poll(() => counts(second)).toBe(seen)
  await second.reload()
  await expect.poll(() => counts(second)).toBe(seen)
})
