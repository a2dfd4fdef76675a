import { cp, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#electron/database/open-database.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { Foundry } from './foundry.ts'
import { importBook } from './import-book.ts'

let dir: string
let database: Database
let foundry: Foundry

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-import-'))
  database = openDatabase(join(dir, 'e3.db'), { access: 'write' })
  foundry = new Foundry(join(dir, 'foundry'))
})

afterEach(async () => {
  database.close()
  await rm(dir, { recursive: true, force: true })
})

const take = (path: string, shelf = foundry, maxChunkCharacters = 500) =>
  importBook({ path, foundry: shelf, titles: database.titles, maxChunkCharacters })

/** A text as Project Gutenberg publishes one. */
async function gutenberg(name: string, words: string): Promise<string> {
  const chapters = ['I', 'II'].map(
    (number) => `CHAPTER ${number}\n\n\n${`${words} It was a dark night.\n\n`.repeat(20)}`,
  )
  const file = join(dir, name)
  await writeFile(
    file,
    `The Project Gutenberg eBook of A Dark Night, by Ann Writer\n\nTitle: A Dark Night\n\nAuthor: Ann Writer\n\n` +
      `Release date: January 1, 1999 [eBook #4242]\n\nLanguage: English\n\n` +
      `*** START OF THE PROJECT GUTENBERG EBOOK A DARK NIGHT ***\n\n\n\n${chapters.join('\n\n\n')}\n\n` +
      `*** END OF THE PROJECT GUTENBERG EBOOK A DARK NIGHT ***\n`,
  )
  return file
}

describe('importing a file', () => {
  it('makes a folder and a title, and nothing again the second time', async () => {
    const file = await gutenberg('4242-0.txt', 'Rain fell.')
    const first = await take(file)
    expect(first).toMatchObject({ status: 'created', bookId: 'pg4242', title: 'A Dark Night', author: 'Ann Writer' })
    expect(first.chapters).toBe(2)
    expect(database.titles.get('pg4242')).toMatchObject({ title: 'A Dark Night', author: 'Ann Writer', language: 'en' })
    expect(await readFile(foundry.sourceFile('pg4242', '4242-0.txt'))).toEqual(await readFile(file))
    expect(await take(file)).toEqual({ ...first, status: 'unchanged' })
  })

  it('takes another file of the same book for a new text of it and keeps its audio', async () => {
    await take(await gutenberg('4242-0.txt', 'Rain fell.'))
    const audio = join(foundry.takesDir('pg4242', 'narrator_001'), 'a.flac')
    await writeFileAtomic(audio, 'audio')
    expect(await take(await gutenberg('pg4242.txt', 'Snow fell.'))).toMatchObject({
      status: 'updated',
      bookId: 'pg4242',
    })
    expect((await foundry.readChapter('pg4242', 1)).paragraphs[0]?.text).toContain('Snow fell.')
    expect(await readFile(audio, 'utf8')).toBe('audio')
    expect(await readdir(join(foundry.bookDir('pg4242'), 'source'))).toEqual(['4242-0.txt', 'pg4242.txt'])
  })

  it('packs the same file anew when the chunks shall have another length', async () => {
    const file = await gutenberg('4242-0.txt', 'Rain fell.')
    await take(file)
    expect((await take(file, foundry, 200)).status).toBe('updated')
    const { chunks } = await foundry.readChapter('pg4242', 1)
    expect(chunks.every(({ text }) => text.length <= 200)).toBe(true)
  })

  it('repairs a damaged folder and a lost row', async () => {
    const file = await gutenberg('4242-0.txt', 'Rain fell.')
    await take(file)
    await writeFile(foundry.chapterFile('pg4242', 2), 'scribble')
    expect((await take(file)).status).toBe('updated')
    await writeFile(foundry.metadataFile('pg4242'), 'scribble')
    expect((await take(file)).status).toBe('updated')
    expect(await foundry.findIntact('pg4242')).not.toBeNull()

    database.close()
    database = openDatabase(join(dir, 'new.db'), { access: 'write' })
    expect((await take(file)).status).toBe('created')
    expect(database.titles.get('pg4242')?.title).toBe('A Dark Night')
  })

  it('says that the foundry cannot be written', async () => {
    await writeFile(foundry.dir, 'a file where the foundry should be')
    await expect(take(await gutenberg('4242-0.txt', 'Rain fell.'))).rejects.toThrow(
      'The folder of 4242-0.txt could not be written (ENOTDIR). Check free space and permissions.',
    )
    expect(database.titles.list()).toEqual([])
  })

  it('leaves no folder behind for a file that is no book', async () => {
    await writeFile(join(dir, 'empty.txt'), '')
    await expect(take(join(dir, 'empty.txt'))).rejects.toThrow('empty.txt is empty')
    await expect(readdir(foundry.dir)).rejects.toThrow('ENOENT')
  })
})

describe('importing the folder of a book', () => {
  it('gives the same title, text and audio on another machine', async () => {
    await take(await gutenberg('4242-0.txt', 'Rain fell.'))
    const audio = foundry.chunkFile('pg4242', 'narrator_001', 1, 1, 'flac')
    await writeFileAtomic(audio, 'audio')
    await symlink('/etc/hostname', join(foundry.bookDir('pg4242'), 'source', 'link'))

    const other = new Foundry(join(dir, 'other'))
    expect((await take(foundry.bookDir('pg4242'), other)).status).toBe('created')
    expect((await take(foundry.bookDir('pg4242'), other)).status).toBe('unchanged')
    expect(await other.readMetadata('pg4242')).toEqual(await foundry.readMetadata('pg4242'))
    expect(await other.findIntact('pg4242')).not.toBeNull()
    expect(await readFile(other.chunkFile('pg4242', 'narrator_001', 1, 1, 'flac'), 'utf8')).toBe('audio')
    expect(await readdir(join(other.bookDir('pg4242'), 'source'))).toEqual(['4242-0.txt'])
  })

  it('registers a folder that was copied straight into the foundry', async () => {
    await take(await gutenberg('4242-0.txt', 'Rain fell.'))
    const other = new Foundry(join(dir, 'other'))
    await cp(foundry.bookDir('pg4242'), other.bookDir('pg4242'), { recursive: true })
    database.close()
    database = openDatabase(join(dir, 'new.db'), { access: 'write' })
    expect((await take(other.bookDir('pg4242'), other)).status).toBe('created')
    expect(database.titles.get('pg4242')?.author).toBe('Ann Writer')
  })

  it('adds the audio that is missing and leaves ours alone', async () => {
    await take(await gutenberg('4242-0.txt', 'Rain fell.'))
    const other = new Foundry(join(dir, 'other'))
    await take(foundry.bookDir('pg4242'), other)
    await writeFileAtomic(foundry.chunkFile('pg4242', 'narrator_001', 1, 1, 'flac'), 'theirs')
    await writeFileAtomic(foundry.chunkFile('pg4242', 'narrator_001', 1, 2, 'flac'), 'theirs')
    await writeFileAtomic(other.chunkFile('pg4242', 'narrator_001', 1, 1, 'flac'), 'ours')
    expect((await take(foundry.bookDir('pg4242'), other)).status).toBe('updated')
    expect(await readFile(other.chunkFile('pg4242', 'narrator_001', 1, 1, 'flac'), 'utf8')).toBe('ours')
    expect(await readFile(other.chunkFile('pg4242', 'narrator_001', 1, 2, 'flac'), 'utf8')).toBe('theirs')
  })

  it('refuses another text of a book that is already there, a damaged folder, and any other folder', async () => {
    await take(await gutenberg('4242-0.txt', 'Rain fell.'))
    const other = new Foundry(join(dir, 'other'))
    await take(await gutenberg('4242-0.txt', 'Snow fell.'), other)
    await expect(take(foundry.bookDir('pg4242'), other)).rejects.toThrow('already holds A Dark Night (pg4242)')
    await rm(foundry.chapterFile('pg4242', 1))
    await expect(take(foundry.bookDir('pg4242'), other)).rejects.toThrow('lacks a part of its text')
    await expect(take(dir)).rejects.toThrow('is not the folder of a book')
  })
})
