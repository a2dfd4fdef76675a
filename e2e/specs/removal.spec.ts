import { writeBook } from '../books.ts'
import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'
import { Frame } from '../pages/frame.ts'
import { Title } from '../pages/title.ts'

test('brings a removed title back with its audiobook', async ({ studio, workspace }) => {
  const file = await writeBook(workspace.file('gone.html'), { title: 'Gone and Back' })
  await studio.stop()
  await workspace.e3('produce', file, '--narrator', 'narrator_004')
  const page = await studio.start()
  const [library, title, frame] = [new Library(page), new Title(page), new Frame(page)]
  await library.open('Gone and Back')
  await title.remove()
  await expect(page.getByText('Your shelf is waiting for its first book')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await library.open('Gone and Back')
  await title.listen.click()
  await frame.expectSound()
})
