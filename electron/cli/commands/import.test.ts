import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '#electron/database/open-database.ts'
import { e3, e3Json } from '../e3-process.ts'

let root: string
let books: string

/** A workspace with the least that an import needs; `e3 init` would also record the narrators. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-import-'))
  books = join(root, 'books')
  await mkdir(join(books, 'more'), { recursive: true })
  await mkdir(join(root, 'config'))
  await writeFile(join(root, 'config', 'workflows.yaml'), '')
  await mkdir(join(root, 'database'))
  openDatabase(join(root, 'database', 'alpha_e3_agent.db'), { access: 'write' }).close()
})
afterEach(() => rm(root, { recursive: true, force: true }))

function book(title: string): string {
  const text = `<p>${'The old mill stood beside the river, and nobody went there. '.repeat(8)}</p>`
  return `<html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><h2>CHAPTER I</h2>${text}</body></html>`
}

test('takes whole folders, keeps going after a bad file, and fails at the end', async () => {
  await writeFile(join(books, 'b.html'), book('The Mill'))
  await writeFile(join(books, 'more', 'a.htm'), book('The River'))
  await writeFile(join(books, 'broken.epub'), 'PK\u0003\u0004 and no more')
  await writeFile(join(books, 'notes.md'), 'not for us')
  const { code, stdout, stderr } = await e3(['import', books], root)
  expect(code).toBe(1)
  expect(stdout).toMatch(/^created .*The Mill.*\ncreated .*The River.*\n$/)
  expect(stderr).toMatch(/^[^\n]*broken\.epub[^\n]*\n$/)
  const { titles } = await e3Json<{ titles: { title: string }[] }>(['titles'], root)
  expect(titles.map(({ title }) => title).sort()).toEqual(['The Mill', 'The River'])
})

test('tells each outcome and the failure in one JSON document', async () => {
  await writeFile(join(books, 'a.html'), book('The Mill'))
  await e3Json(['import', join(books, 'a.html')], root)
  const { code, stdout } = await e3(['import', join(books, 'a.html'), join(books, 'gone.html'), '--json'], root)
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    imported: [
      { file: join(books, 'a.html'), status: 'unchanged', title: 'The Mill' },
      { file: join(books, 'gone.html'), status: 'failed', error: { code: 'book.missing' } },
    ],
    error: { code: 'book.missing' },
  })
})

test('says so when a folder holds no books', async () => {
  const { code, stderr } = await e3(['import', join(books, 'more')], root)
  expect(code).toBe(1)
  expect(stderr).toMatch(/^There is no text[^\n]*\n$/)
})
