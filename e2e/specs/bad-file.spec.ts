import { writeFile } from 'node:fs/promises'
import { writeBook } from '../books.ts'
import { expect, test } from '../fixtures.ts'
import { Library } from '../pages/library.ts'

test('says why a file is no book, and still takes the one beside it', async ({ page, workspace }) => {
  const [empty, picture] = [workspace.file('empty.html'), workspace.file('picture.html')]
  await writeFile(empty, '')
  await writeFile(picture, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
  const good = await writeBook(workspace.file('good.html'), { title: 'The Good Book' })
  const library = new Library(page)
  await library.drop(empty, picture, good)
  await expect(library.imports.getByText('The file is empty.')).toBeVisible()
  await expect(library.imports.getByText('On the shelf with 2 chapters.')).toBeVisible()
  await expect(library.imports.getByRole('img', { name: 'Not taken' })).toHaveCount(2)
  await expect(page.getByText('1 title', { exact: true })).toBeVisible()
})

test('offers a book that is on the shelf as an update or a new edition', async ({ page, workspace }) => {
  const first = await writeBook(workspace.file('first.html'), { title: 'Twice Told', number: 90002 })
  const second = await writeBook(workspace.file('second.html'), {
    title: 'Twice Told',
    number: 90002,
    chapters: ['One', 'Two', 'Three'],
  })
  const library = new Library(page)
  await library.drop(first)
  await expect(library.imports.getByText('1 file read')).toBeVisible()
  await library.drop(second)
  const decision = library.imports.getByRole('button', { name: 'Add as new edition' })
  await expect(decision).toBeVisible()

  await library.open('Twice Told')
  await expect(decision).toBeHidden()
  await library.imports.getByRole('button', { name: 'Show the files' }).click()
  await decision.click()
  await library.goTo('Library')
  await expect(page.getByText('2 titles', { exact: true })).toBeVisible()
})
