import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Database, openDatabase } from '#electron/database/open-database.ts'
import { Broadcast } from '#electron/ipc/broadcast.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import type { StudioEvent } from '#shared/contract/event.ts'
import { Foundry } from './foundry.ts'
import { ImportQueue } from './import-queue.ts'
import { Shelf } from './shelf.ts'

let dir: string
let database: Database
let openQueue: () => ImportQueue
let foundry: Foundry
let shelf: Shelf
let queue: ImportQueue
let events: StudioEvent[]

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-imports-'))
  database = openDatabase(join(dir, 'e3.db'), { access: 'write' })
  foundry = new Foundry(join(dir, 'foundry'))
  events = []
  const publisher = new Broadcast(SILENT_LOGGER)
  publisher.subscribe((batch) => events.push(...batch))
  const rooms = { database, foundry, publisher, log: SILENT_LOGGER }
  const workspace = { resolve: (path: string) => join(dir, path) }
  shelf = new Shelf({ ...rooms, workspace, stopProductions: () => Promise.resolve() })
  openQueue = () => new ImportQueue({ ...rooms, shelf, maxChunkCharacters: 500, samplesDir: join(dir, 'samples') })
  queue = openQueue()
})

afterEach(async () => {
  await queue.close()
  database.close()
  await rm(dir, { recursive: true, force: true })
})

/** A text as Project Gutenberg publishes one. */
function gutenberg(words: string, number = 4242): Uint8Array {
  const chapters = ['I', 'II'].map((roman) => `CHAPTER ${roman}\n\n\n${`${words} It was a dark night.\n\n`.repeat(20)}`)
  return new TextEncoder().encode(
    `The Project Gutenberg eBook of A Dark Night, by Ann Writer\n\nTitle: A Dark Night\n\nAuthor: Ann Writer\n\n` +
      `Release date: January 1, 1999 [eBook #${number}]\n\nLanguage: English\n\n` +
      `*** START OF THE PROJECT GUTENBERG EBOOK A DARK NIGHT ***\n\n\n\n${chapters.join('\n\n\n')}\n\n` +
      `*** END OF THE PROJECT GUTENBERG EBOOK A DARK NIGHT ***\n`,
  )
}

const textOf = async (bookId: string) => (await shelf.chapter(bookId, 1)).paragraphs[0]?.text ?? ''
const spooled = () => readdir(foundry.incomingDir).catch(() => [])
const settled = () =>
  vi.waitFor(() => expect(queue.list().filter(({ status }) => /waiting|reading/.test(status))).toEqual([]), 30_000)

describe('a dropped file', () => {
  it('becomes a title, the second time nothing new, and leaves no copy behind', async () => {
    const first = await queue.addBytes('4242-0.txt', gutenberg('Rain fell.'))
    expect(first).toMatchObject({ status: 'created', bookId: 'pg4242', title: 'A Dark Night', existing: null })
    expect(first.message).toBe('On the shelf with 2 chapters.')
    expect(database.titles.card('pg4242')).toMatchObject({ chapters: 2, author: 'Ann Writer' })
    expect(await queue.addBytes('again.txt', gutenberg('Rain fell.'))).toMatchObject({ status: 'unchanged' })
    expect(await spooled()).toEqual([])
    await vi.waitFor(() => expect(events.map(({ name }) => name)).toContain('title.changed'))
    expect(queue.list().map(({ name }) => name)).toEqual(['4242-0.txt', 'again.txt'])
  })

  it('that is no book says why by the name it came with, and harms nothing', async () => {
    const name = `../..\0/${'x'.repeat(300)}.txt`
    const item = await queue.addBytes(name, new Uint8Array())
    expect(item).toMatchObject({ name, status: 'failed', bookId: null })
    expect(item.message).toContain('is empty (0 bytes)')
    expect(item.message).not.toContain(dir)
    expect(shelf.cards()).toEqual([])
    expect(await readdir(foundry.dir)).toEqual(['.incoming'])
    expect(await spooled()).toEqual([])
  })

  it('twice at the same moment becomes one title', async () => {
    const outcomes = await Promise.all([1, 2].map(() => queue.addBytes('a.txt', gutenberg('Rain fell.'))))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['created', 'unchanged'])
  })

  it('brings back the removed title that it is', async () => {
    await queue.addBytes('a.txt', gutenberg('Rain fell.'))
    await shelf.remove('pg4242')
    const item = await queue.addBytes('a.txt', gutenberg('Rain fell.'))
    expect(item).toMatchObject({ status: 'updated', message: 'Brought back from the removed titles.' })
    expect(await textOf('pg4242')).toContain('Rain fell.')
  })
})

describe('another text of a book on the shelf', () => {
  beforeEach(async () => {
    await queue.addBytes('rain.txt', gutenberg('Rain fell.'))
  })
  const dropSnow = () => queue.addBytes('snow.txt', gutenberg('Snow fell.'))

  it('waits for a decision and changes nothing meanwhile', async () => {
    const item = await dropSnow()
    const existing = { bookId: 'pg4242', title: 'A Dark Night', author: 'Ann Writer' }
    expect(item).toMatchObject({ status: 'duplicate', existing })
    expect(await textOf('pg4242')).toContain('Rain fell.')
    expect(await spooled()).toHaveLength(1)
  })

  it('replaces the text when so decided', async () => {
    const { importId } = await dropSnow()
    expect(await queue.decide(importId, 'update')).toMatchObject({
      status: 'updated',
      bookId: 'pg4242',
      existing: null,
    })
    expect(await textOf('pg4242')).toContain('Snow fell.')
    expect(await spooled()).toEqual([])
    await expect(queue.decide(importId, 'update')).rejects.toThrow('waits for no decision any more')
  })

  it('becomes an edition of its own, which is known again', async () => {
    const { importId } = await dropSnow()
    expect(await queue.decide(importId, 'newEdition')).toMatchObject({ status: 'created', bookId: 'pg4242-2' })
    expect(await textOf('pg4242')).toContain('Rain fell.')
    expect(await textOf('pg4242-2')).toContain('Snow fell.')
    expect(await dropSnow()).toMatchObject({ status: 'unchanged', bookId: 'pg4242-2' })
    await shelf.remove('pg4242-2')
    const hail = await queue.addBytes('hail.txt', gutenberg('Hail fell.'))
    expect((await queue.decide(hail.importId, 'newEdition')).bookId).toBe('pg4242-3')
  })

  it('is let go when it is skipped or stopped', async () => {
    const [one, two] = [await dropSnow(), await dropSnow()]
    expect((await queue.decide(one.importId, 'skip')).status).toBe('cancelled')
    queue.cancel(two.importId)
    await vi.waitFor(async () => expect(await spooled()).toEqual([]))
    expect(queue.list().map(({ status }) => status)).toEqual(['created', 'cancelled', 'cancelled'])
    expect(await textOf('pg4242')).toContain('Rain fell.')
  })
})

describe('a folder', () => {
  it('gives its texts at all depths and the folders of books, and passes over the rest', async () => {
    await queue.addBytes('rain.txt', gutenberg('Rain fell.'))
    const drop = join(dir, 'drop')
    await mkdir(join(drop, 'deep', 'er'), { recursive: true })
    await mkdir(join(drop, '.hidden'))
    await cp(foundry.bookDir('pg4242'), join(drop, 'pg4242'), { recursive: true })
    await writeFile(join(drop, 'deep', 'er', '1.txt'), gutenberg('Snow fell.', 1))
    await writeFile(join(drop, '2.txt'), 'no book')
    await writeFile(join(drop, 'picture.jpg'), '')
    await writeFile(join(drop, '.hidden', '3.txt'), gutenberg('Hail fell.', 3))
    expect(await queue.addPaths([drop])).toEqual({ files: 3 })
    await settled()
    const outcomes = queue.list().slice(1)
    expect(outcomes.map(({ name, status }) => [name, status])).toEqual([
      ['2.txt', 'failed'],
      ['1.txt', 'created'],
      ['pg4242', 'unchanged'],
    ])
    expect(JSON.stringify(outcomes)).not.toContain(dir)
  })

  it('without any book is refused', async () => {
    await mkdir(join(dir, 'empty'))
    await expect(queue.addPaths([join(dir, 'empty')])).rejects.toThrow('There is no text, HTML, EPUB or zip file')
    expect(await queue.addPaths([])).toEqual({ files: 0 })
  })
})

describe('stopping', () => {
  it('ends what waits and what is read; the list is cleared of what is settled', async () => {
    const adding = [1, 2, 3, 4].map((number) => queue.addBytes(`${number}.txt`, gutenberg('Rain fell.', number)))
    await vi.waitFor(() => expect(queue.list().some(({ status }) => status === 'reading')).toBe(true))
    queue.cancel()
    const outcomes = await Promise.all(adding)
    expect(outcomes.filter(({ status }) => status === 'cancelled').length).toBeGreaterThanOrEqual(2)
    expect(shelf.cards()).toHaveLength(outcomes.filter(({ status }) => status === 'created').length)
    expect(await spooled()).toEqual([])
    queue.clear()
    expect(queue.list()).toEqual([])
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ name: 'import.cleared' }))
    expect((await queue.addBytes('5.txt', gutenberg('Rain fell.', 5))).status).toBe('created')
  })

  it('by a kill leaves copies, of which the next opening takes the whole ones to the shelf', async () => {
    await mkdir(join(foundry.incomingDir, 'half'), { recursive: true })
    await writeFile(join(foundry.incomingDir, 'half', 'rain.txt.part'), 'The Pro')
    await mkdir(join(foundry.incomingDir, 'whole'), { recursive: true })
    await writeFile(join(foundry.incomingDir, 'whole', 'rain.txt'), gutenberg('Rain fell.', 7))
    await queue.open()
    await vi.waitFor(() => expect(queue.list()).toMatchObject([{ name: 'rain.txt', status: 'created' }]))
    expect(await spooled()).toEqual([])
  })

  it('by a closing studio keeps what waits for a decision', async () => {
    await queue.addBytes('first.txt', gutenberg('Rain fell.', 8))
    expect((await queue.addBytes('second.txt', gutenberg('Snow fell.', 8))).status).toBe('duplicate')
    await queue.close()
    expect(await spooled()).not.toEqual([])
    const next = openQueue()
    await next.open()
    await vi.waitFor(() => expect(next.list()).toMatchObject([{ name: 'second.txt', status: 'duplicate' }]))
    await next.close()
  })
})
