import { MANY_CHAPTERS, writeBook } from '../books.ts'
import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'
import { Title } from '../pages/title.ts'

test('goes on with a production by itself after it was killed', async ({ page, studio, workspace }) => {
  const [library, title] = [new Library(page), new Title(page)]
  await library.drop(await writeBook(workspace.file('long.html'), { title: 'A Long Walk', chapters: MANY_CHAPTERS }))
  await library.open('A Long Walk')
  await title.produce('Kevin')
  await expect(page.getByText(/^\d spoken$/).nth(2)).toBeVisible()

  const again = await studio.killAndRestart()
  await new Library(again).open('A Long Walk')
  await new Title(again).expectFinished()
})
