import { MANY_CHAPTERS, writeBook } from '../books.ts'
import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'
import { Frame } from '../pages/frame.ts'
import { Title } from '../pages/title.ts'

test('makes an audiobook of a dropped book and plays it', async ({ page, workspace }) => {
  const file = await writeBook(workspace.file('walk.html'), { title: 'A Short Walk', number: 90001 })
  const [library, title, frame] = [new Library(page), new Title(page), new Frame(page)]
  await library.drop(file)
  await expect(library.imports.getByText('1 file read')).toBeVisible()
  await library.open('A Short Walk')

  await title.produce('Kevin')
  await title.goBackToTitle()
  await title.expectFinished()
  await title.listen.click()
  await frame.expectSound()

  await title.openTab('Files')
  await expect(page.getByRole('main').getByText('A Short Walk - Anna Author.m4b')).toBeVisible()
  await frame.goTo('Library')
  await expect(page.getByRole('heading', { name: /^Ready to release/ })).toBeVisible()
})

test('plays a passage while the rest is still being spoken', async ({ page, workspace }) => {
  const file = await writeBook(workspace.file('long.html'), { title: 'A Long Walk', chapters: MANY_CHAPTERS })
  const [library, title, frame] = [new Library(page), new Title(page), new Frame(page)]
  await library.drop(file)
  await library.open('A Long Walk')
  await title.produce('Clara')
  await page.getByRole('button', { name: 'Play Opening credits' }).click()
  await frame.expectSound()
  await frame.goTo('Productions')
  await frame.expectSound()
})
