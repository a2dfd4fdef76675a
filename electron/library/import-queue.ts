import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import type { DuplicateDecision, ImportItem, ImportStatus } from '#shared/models/import-item.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Publisher } from '#electron/ipc/broadcast.ts'
import type { Logger } from '#electron/log/logger.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { bookPaths } from './book-paths.ts'
import type { Foundry } from './foundry.ts'
import { editionId, findPlace, isRemoved, register, type ImportResult } from './import-book.ts'
import { readForShelf, type ReadBook } from './parse-file.ts'
import { leftCopies } from './left-copies.ts'
import { safeFileName } from './safe-file-name.ts'
import type { Shelf } from './shelf.ts'

/** Each has a thread of its own with up to 512 MB. */
const READ_AT_A_TIME = 2

export interface ImportServices {
  foundry: Foundry
  database: Pick<Database, 'titles'>
  shelf: Pick<Shelf, 'inTurn' | 'restoreInTurn' | 'changed'>
  publisher: Publisher
  log: Logger
  maxChunkCharacters: number
  /** Where the books lie that come with the studio. */
  samplesDir: string
}

/** A file on its way, and what is needed to take it further. */
interface Entry {
  item: ImportItem
  path: string
  /** A copy of ours, to be deleted when the item is settled. */
  spool: string | null
  stop: AbortController
}

type Outcome = Pick<ImportItem, 'status'> & Partial<ImportItem>
const SETTLED: ReadonlySet<ImportStatus> = new Set(['created', 'updated', 'unchanged', 'failed', 'cancelled'])

/** Takes files to the shelf, two at a time; every change of an item is told. */
export class ImportQueue {
  readonly #services: ImportServices
  readonly #entries = new Map<string, Entry>()
  readonly #waiting: (() => void)[] = []
  readonly #work = new Set<Promise<unknown>>()
  #reading = 0
  #isClosing = false

  constructor(services: ImportServices) {
    this.#services = services
  }

  /** Goes on with files that were dropped on an earlier studio and were not on the shelf when it closed or died. */
  async open(): Promise<void> {
    for (const { name, spool } of await leftCopies(this.#services.foundry.incomingDir)) {
      const entry = this.#add(name, join(spool, name), spool)
      void this.#settle(entry, () => this.#read(entry, (book) => this.#shelveUnlessTaken(book)))
    }
  }

  /** Stops what is not on the shelf yet; our copies of dropped files stay for the next opening. */
  async close(): Promise<void> {
    this.#isClosing = true
    this.cancel()
    await Promise.allSettled(this.#work)
  }

  /** In the order in which they came. */
  list(): ImportItem[] {
    return [...this.#entries.values()].map(({ item }) => item)
  }

  /** Takes the content of a file; settles when the item is settled or waits for a decision. */
  async addBytes(name: string, bytes: Uint8Array): Promise<ImportItem> {
    const spool = join(this.#services.foundry.incomingDir, randomUUID())
    const entry = this.#add(name, join(spool, safeFileName(name)), spool)
    return this.#settle(entry, async () => {
      await writeFileAtomic(entry.path, bytes)
      return this.#read(entry, (book) => this.#shelveUnlessTaken(book))
    })
  }

  /** Takes files, books' folders, and the books in other folders; settles when they are listed. Throws `import.nothing`, `import.tooMany`. */
  async addPaths(paths: readonly string[]): Promise<{ files: number }> {
    const found: string[] = []
    for (const path of paths) found.push(...(await bookPaths(path)))
    if (paths.length > 0 && found.length === 0) {
      throw new AppError('import.nothing', 'There is no text, HTML, EPUB or zip file in what you have chosen.')
    }
    for (const path of found) {
      const entry = this.#add(basename(path), path, null)
      void this.#settle(entry, () => this.#read(entry, (book) => this.#shelveUnlessTaken(book)))
    }
    return { files: found.length }
  }

  /** Takes the books that come with the studio. */
  addSamples(): Promise<{ files: number }> {
    return this.addPaths([this.#services.samplesDir])
  }

  /** What becomes of a duplicate. Throws `import.unknown`, and `import.settled` for an item that waits for no decision. */
  async decide(importId: string, decision: DuplicateDecision): Promise<ImportItem> {
    const entry = this.#require(importId)
    const { status, existing, title } = entry.item
    if (status !== 'duplicate' || existing === null) {
      throw new AppError('import.settled', `“${title ?? entry.item.name}” waits for no decision any more.`)
    }
    return this.#settle(entry, async () => {
      if (decision === 'skip') return { status: 'cancelled', message: 'Skipped: the shelf stays as it is.' }
      return this.#read(entry, (book) =>
        decision === 'update' ? this.#shelve(book, existing.bookId) : this.#shelveEdition(book),
      )
    })
  }

  /** Stops one item, or all, that are not settled; a file that is being written to the shelf gets there. */
  cancel(importId?: string): void {
    const entries = importId === undefined ? [...this.#entries.values()] : [this.#require(importId)]
    for (const entry of entries) {
      if (entry.item.status === 'duplicate') void this.#settle(entry, () => Promise.resolve(CANCELLED))
      else if (!SETTLED.has(entry.item.status)) entry.stop.abort(new AppError('import.cancelled', CANCELLED.message))
    }
  }

  /** Forgets what is settled. */
  clear(): void {
    const importIds = this.list().flatMap(({ importId, status }) => (SETTLED.has(status) ? [importId] : []))
    for (const importId of importIds) this.#entries.delete(importId)
    if (importIds.length > 0) this.#services.publisher.publish('import.cleared', randomUUID(), { importIds })
  }

  #add(name: string, path: string, spool: string | null): Entry {
    const importId = randomUUID()
    const nothingYet = { message: null, bookId: null, title: null, existing: null }
    const item: ImportItem = { importId, name, status: 'waiting', ...nothingYet }
    const entry: Entry = { item, path, spool, stop: new AbortController() }
    this.#entries.set(importId, entry)
    this.#change(entry, {})
    return entry
  }

  /** Whatever the work comes to is the item's state; never rejects. */
  #settle(entry: Entry, work: () => Promise<Outcome>): Promise<ImportItem> {
    const settling = (async () => {
      const outcome = await work().catch((error: unknown) => this.#failureOf(entry, error))
      const isWanted = outcome.status === 'duplicate' || (this.#isClosing && outcome.status === 'cancelled')
      if (entry.spool !== null && !isWanted) {
        await rm(entry.spool, { recursive: true, force: true }).catch((error: unknown) => {
          this.#services.log.warn('A copy of an imported file could not be removed', { error })
        })
      }
      this.#change(entry, outcome)
      return entry.item
    })()
    this.#work.add(settling)
    return settling.finally(() => this.#work.delete(settling))
  }

  async #read(entry: Entry, decide: (book: ReadBook) => Promise<Outcome>): Promise<Outcome> {
    const { foundry, maxChunkCharacters } = this.#services
    const { signal } = entry.stop
    await this.#seat(signal)
    try {
      this.#change(entry, { status: 'reading', message: null, existing: null })
      return await readForShelf(entry.path, { maxChunkCharacters, foundryDir: foundry.dir, signal }, (book) => {
        const { bookId, title } = book.known
        this.#change(entry, { bookId, title })
        return decide(book)
      })
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#reading -= 1
      else next()
    }
  }

  /** Waits for one of the places; the first come is the first served. */
  async #seat(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#reading < READ_AT_A_TIME) {
      this.#reading += 1
      return
    }
    // Whoever leaves hands the place on, so that nobody slips in between.
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(sit), 1)
        reject(signal.reason as Error)
      }
      const sit = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      this.#waiting.push(sit)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  /** Puts the book in its place, after bringing it back from the trash; waits for a decision when something else is there. */
  #shelveUnlessTaken(book: ReadBook): Promise<Outcome> {
    const { foundry, database, shelf } = this.#services
    const { bookId } = book.known
    return shelf.inTurn(bookId, async () => {
      const wasRemoved = isRemoved(database.titles, bookId)
      if (wasRemoved) await shelf.restoreInTurn(bookId)
      const place = await findPlace(book.known, { foundry, titles: database.titles })
      if (place.kind === 'taken') {
        const { title, author } = place.by
        const message = `“${title}” is on the shelf already. Replace its text, or keep both?`
        return { status: 'duplicate', message, existing: { bookId: place.by.bookId, title, author } }
      }
      const outcome = await this.#write(book, place.bookId)
      return wasRemoved ? { ...outcome, status: 'updated', message: 'Brought back from the removed titles.' } : outcome
    })
  }

  #shelve(book: ReadBook, bookId: string): Promise<Outcome> {
    return this.#services.shelf.inTurn(bookId, () => this.#write(book, bookId))
  }

  #shelveEdition(book: ReadBook): Promise<Outcome> {
    const { bookId } = book.known
    return this.#services.shelf.inTurn(bookId, () =>
      this.#write(book, editionId(bookId, this.#services.database.titles)),
    )
  }

  async #write(book: ReadBook, bookId: string): Promise<Outcome> {
    const { database, shelf } = this.#services
    const result = register(await book.shelve(bookId), database.titles)
    shelf.changed(bookId)
    return { status: result.status, bookId, title: result.title, message: messageFor(result), existing: null }
  }

  #failureOf({ path, item, stop }: Entry, error: unknown): Outcome {
    if (stop.signal.aborted) return CANCELLED
    if (!(error instanceof AppError)) {
      this.#services.log.error('An import failed unexpectedly', { importId: item.importId, error })
      return { status: 'failed', message: `“${item.name}” could not be added. The log has the details.` }
    }
    this.#services.log.warn('A file was not imported', { importId: item.importId, error })
    // A producer knows the file by its name; where it lies is nobody's business on the wire.
    const own = basename(path)
    return { status: 'failed', message: error.message.replaceAll(path, own).replaceAll(own, item.name) }
  }

  #change(entry: Entry, changes: Partial<ImportItem>): void {
    const { importId } = entry.item
    entry.item = { ...entry.item, ...changes }
    this.#services.publisher.publish('import.changed', importId, () => this.#entries.get(importId)?.item ?? null)
  }

  #require(importId: string): Entry {
    const entry = this.#entries.get(importId)
    if (entry === undefined) throw new AppError('import.unknown', 'This file is not in the list any more.')
    return entry
  }
}

const CANCELLED = { status: 'cancelled', message: 'Stopped before it was on the shelf.' } as const

function messageFor({ status, chapters }: ImportResult): string {
  const counted = chapters === 1 ? '1 chapter' : `${chapters} chapters`
  if (status === 'created') return `On the shelf with ${counted}.`
  return status === 'updated' ? `Its text was replaced: ${counted}.` : 'It was on the shelf already.'
}
