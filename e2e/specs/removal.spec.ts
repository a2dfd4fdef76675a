import { writeBook } from '../books.ts'
import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'
import { Frame } from '../pages/frame.ts'
import { Title } from '../pages/title.ts'

test('brings a removed title back with its audiobook', async ({ page, workspace }) => {
  const file = await writeBook(workspace.file('gone.html'), { title: 'Gone and Back' })
  await workspace.e3('produce', file, '--narrator', 'narrator_004')
  const studioPage = page
  const [library, title, frame] = [new Library(studioPage), new Title(studioPage), new Frame(studioPage)]
  await library.open('Gone and Back')
  await title.remove()
  await expect(studioPage.getByText('Your shelf is waiting for its first book')).toBeVisible()
  await studioPage.getByRole('button', { name: 'Undo' }).click()
  await library.open('Gone and Back')
  await title.listen.click()
  await frame.expectSound()
})
