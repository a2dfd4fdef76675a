import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Database, openDatabase } from '#electron/database/open-database.ts'
import { Broadcast } from '#electron/ipc/broadcast.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import type { StudioEvent } from '#shared/contract/event.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { fixtureBook, fixtureSource } from './book-fixture.ts'
import { Foundry } from './foundry.ts'
import { register } from './import-book.ts'
import { Shelf } from './shelf.ts'

let dir: string
let database: Database
let foundry: Foundry
let shelf: Shelf
let events: StudioEvent[]
let stopped: string[]

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-shelf-'))
  database = openDatabase(join(dir, 'e3.db'), { access: 'write' })
  foundry = new Foundry(join(dir, 'foundry'))
  events = []
  stopped = []
  shelf = makeShelf()
  await shelve()
})

afterEach(async () => {
  await shelf.close()
  database.close()
  await rm(dir, { recursive: true, force: true })
})

function makeShelf(): Shelf {
  const publisher = new Broadcast(SILENT_LOGGER)
  publisher.subscribe((batch) => events.push(...batch))
  const workspace = { resolve: (path: string) => join(dir, path) }
  const stopProductions = (bookId: string) => {
    stopped.push(bookId)
    return Promise.resolve()
  }
  return new Shelf({ database, foundry, workspace, publisher, log: SILENT_LOGGER, stopProductions })
}

async function shelve(text = 'It was.', bookId = 'pg98'): Promise<void> {
  const metadata = await foundry.writeBook({ ...fixtureBook(text, 2), bookId }, fixtureSource(text))
  register({ status: 'created', metadata }, database.titles)
}

const told = () => vi.waitFor(() => expect(events).not.toEqual([]))
const home = () => foundry.bookDir('pg98')
const inTrash = () => join(foundry.trashDir, 'pg98')
const codeOf = (work: Promise<unknown>) => work.then(String, (error: unknown) => (error as { code: string }).code)

describe('looking', () => {
  it('shows what a title is made of, which chapters are spoken and at a usual pace', async () => {
    const details = await shelf.details('pg98')
    expect(details).toMatchObject({ gutenbergId: 98, sourceName: 'tale.txt', sourceCharacters: 7, skipped: [{}] })
    expect(details.card).toMatchObject({ bookId: 'pg98', words: 4, chapters: 2 })
    expect(details.chapters).toMatchObject([{ index: 1, isSpoken: true, characters: 7 }, { index: 2 }])
    expect(details.pace.isMeasured).toBe(false)
    expect(await shelf.chapter('pg98', 2)).toEqual({
      index: 2,
      title: 'Chapter 2',
      paragraphs: [{ text: 'It was.', startsGroup: false }],
    })
  })

  it('tells a damaged folder by the title and the remedy, without a path', async () => {
    await writeFile(foundry.chapterFile('pg98', 1), 'scribble')
    await expect(shelf.chapter('pg98', 1)).rejects.toThrow(
      'The text of “A Tale” is missing or damaged. Add its file again: recordings stay.',
    )
    expect(await codeOf(shelf.chapter('pg98', 9))).toBe('chapter.unknown')
    expect(await codeOf(shelf.details('pg1'))).toBe('title.unknown')
  })

  it('counts in the background what an older studio never counted', async () => {
    database.titles.upsert({
      bookId: 'pg98',
      title: 'A Tale',
      author: 'A',
      language: 'en',
      words: null,
      chapters: null,
    })
    database.titles.upsert({ bookId: 'pg7', title: 'Lost', author: 'A', language: 'en' })
    await shelf.open()
    await vi.waitFor(() => expect(database.titles.card('pg98')).toMatchObject({ words: 4, chapters: 2 }))
    expect(database.titles.card('pg7')?.words).toBeNull()
  })
})

describe('editing', () => {
  it('changes the row and the folder, and tells of it', async () => {
    const changes = { title: 'Two Cities', genre: 'novel', sourceUrl: 'https://example.org/98', publicationYear: null }
    expect(await shelf.update('pg98', changes)).toMatchObject({ title: 'Two Cities', genre: 'novel' })
    expect(await foundry.findIntact('pg98')).toMatchObject({
      title: 'Two Cities',
      author: 'A. Writer',
      publicationYear: null,
      sourceUrl: 'https://example.org/98',
    })
    await told()
    expect(events).toMatchObject([{ name: 'title.changed', key: 'pg98', data: { title: 'Two Cities' } }])
  })

  it('refuses a narrator that is not there and changes nothing', async () => {
    expect(await codeOf(shelf.update('pg98', { title: 'Other', narratorId: 'narrator_009' }))).toBe('narrator.unknown')
    expect((await shelf.details('pg98')).card.title).toBe('A Tale')
  })
})

describe('removing', () => {
  it('sets the folder aside, and restoring brings back every byte', async () => {
    const take = join(foundry.takesDir('pg98', 'narrator_001'), 'a.flac')
    await writeFileAtomic(take, 'audio')
    const before = database.titles.card('pg98')
    expect(await shelf.remove('pg98')).toMatchObject({ bookId: 'pg98', title: 'A Tale' })
    expect(stopped).toEqual(['pg98'])
    expect(shelf.cards()).toEqual([])
    await expect(readdir(home())).rejects.toThrow('ENOENT')
    await told()
    expect(events).toMatchObject([{ name: 'title.removed', data: { bookId: 'pg98' } }])
    expect(await shelf.restore('pg98')).toEqual(before)
    expect(await readFile(take, 'utf8')).toBe('audio')
    expect(await foundry.findIntact('pg98')).not.toBeNull()
    expect(await codeOf(shelf.restore('pg98'))).toBe('title.notRemoved')
  })

  it('and restoring within one breath leaves every window with the title', async () => {
    await Promise.all([shelf.remove('pg98'), shelf.restore('pg98')])
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ name: 'title.changed', data: { bookId: 'pg98' } }))
  })

  it('keeps apart what a straggler writes after the removal', async () => {
    await shelf.remove('pg98')
    await writeFileAtomic(join(home(), 'audiobook', 'late.flac'), 'late')
    await shelf.restore('pg98')
    expect(await foundry.findIntact('pg98')).not.toBeNull()
    expect(await readdir(foundry.trashDir)).toEqual([expect.stringMatching(/^pg98\.[0-9a-f]{8}$/)])
  })

  it('purges rows and files for good, and only of what was removed', async () => {
    expect(await codeOf(shelf.purge('pg98'))).toBe('title.notRemoved')
    await shelf.remove('pg98')
    await shelf.purge('pg98')
    expect(await readdir(foundry.trashDir)).toEqual([])
    expect(database.titles.isTaken('pg98')).toBe(false)
  })
})

describe('opening after a kill', () => {
  it('finishes a removal whose folder was not moved yet', async () => {
    database.titles.remove('pg98')
    await shelf.open()
    expect(await readdir(foundry.trashDir)).toEqual(['pg98'])
    expect((await shelf.restore('pg98')).title).toBe('A Tale')
  })

  it('undoes a restoration whose row was not written yet', async () => {
    await shelf.remove('pg98')
    await rename(inTrash(), home())
    await shelf.open()
    await expect(readdir(home())).rejects.toThrow('ENOENT')
    expect((await shelf.restore('pg98')).title).toBe('A Tale')
  })

  it('brings the folder of a title on the shelf home', async () => {
    await mkdir(foundry.trashDir)
    await rename(home(), inTrash())
    await shelf.open()
    expect(await foundry.findIntact('pg98')).not.toBeNull()
  })

  it('goes on with a purge', async () => {
    await shelf.remove('pg98')
    await rename(inTrash(), `${inTrash()}.purged`)
    await shelf.open()
    expect(await readdir(foundry.trashDir)).toEqual([])
    expect(database.titles.isTaken('pg98')).toBe(false)
  })
})
