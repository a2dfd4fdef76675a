import { SPOKEN_KINDS } from '#shared/models/book.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { ChapterText, RemovedTitle, TitleCard, TitleDetails, TitleFile } from '#shared/models/title-card.ts'
import type { Title } from '#shared/models/title.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { TitleChanges } from '#electron/database/repositories/title.ts'
import type { Publisher } from '#electron/ipc/broadcast.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { Workspace } from '#electron/config/workspace.ts'
import { countChapters } from './count-chapters.ts'
import type { BookMetadata, Foundry } from './foundry.ts'
import { listTitleFiles } from './title-files.ts'
import { Trash } from './trash.ts'
import { Turns } from './turns.ts'

/** A reader's pace in any language that we know, until a narrator was measured. */
const USUAL_CHARACTERS_PER_MINUTE = 900

/** What goes into the folder too, so that a copied one carries it. */
const CARRIED = ['title', 'author', 'language', 'publicationYear', 'sourceUrl'] as const

export interface ShelfServices {
  database: Database
  foundry: Foundry
  workspace: Pick<Workspace, 'resolve'>
  publisher: Publisher
  log: Logger
  /** Pauses what is being made of a title and settles when nothing writes into its folder any more. */
  stopProductions: (bookId: string) => Promise<void>
}

/** The titles as a window works with them; every change is told. */
export class Shelf {
  readonly #services: ShelfServices
  readonly #titles: Database['titles']
  readonly #trash: Trash
  readonly #turns = new Turns()
  readonly #closing = new AbortController()
  #counting: Promise<void> = Promise.resolve()

  constructor(services: ShelfServices) {
    this.#services = services
    this.#titles = services.database.titles
    this.#trash = new Trash(services.foundry, this.#titles)
  }

  /** Finishes what a killed studio left half done, then counts in the background what was never counted. */
  async open(): Promise<void> {
    await this.#trash.settle()
    this.#counting = this.#countUncounted()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#counting
  }

  cards(): TitleCard[] {
    return this.#titles.cards()
  }

  search(text: string, limit: number): string[] {
    return this.#titles.search(text, limit)
  }

  /** Throws `title.unknown`; `book.unreadable` when the folder's files are missing or damaged. */
  async details(bookId: string): Promise<TitleDetails> {
    const title = this.#require(bookId)
    const book = await this.#readable(title, this.#services.foundry.readMetadata(bookId))
    const { sourceUrl, audiobookNarratorId } = this.#require(bookId)
    return {
      card: this.#requireCard(bookId),
      sourceUrl,
      translator: book.translator,
      rights: book.rights,
      gutenbergId: book.gutenbergId,
      sourceName: book.source.name,
      chapters: book.chapters.map(({ index, title: heading, part, kind, words, characters }) => {
        return { index, title: heading, part, kind, words, characters, isSpoken: SPOKEN_KINDS.has(kind) }
      }),
      skipped: book.skipped,
      sourceCharacters: book.source.characters,
      pace: this.#paceOf(audiobookNarratorId),
    }
  }

  /** Throws `title.unknown`, `chapter.unknown`, `book.unreadable`. */
  async chapter(bookId: string, index: number): Promise<ChapterText> {
    const title = this.#require(bookId)
    const chapter = await this.#readable(title, this.#services.foundry.readChapter(bookId, index))
    const paragraphs = chapter.paragraphs.map(({ text, startsGroup }) => ({ text, startsGroup }))
    return { index, title: chapter.title, paragraphs }
  }

  /** What a running production reads and says stays as it was when it began. Throws `title.unknown`, `narrator.unknown`. */
  update(bookId: string, changes: TitleChanges): Promise<TitleCard> {
    return this.inTurn(bookId, async () => {
      const title = this.#require(bookId)
      const { narratorId } = changes
      if (narratorId && this.#services.database.narrators.get(narratorId) === null) {
        throw new AppError('narrator.unknown', 'This narrator is gone. Choose another one.')
      }
      const carried = CARRIED.flatMap((key) => (changes[key] === undefined ? [] : [[key, changes[key]] as const]))
      if (carried.length > 0) {
        await this.#readable(title, this.#services.foundry.updateMetadata(bookId, Object.fromEntries(carried)))
      }
      this.#titles.update(bookId, changes)
      this.changed(bookId)
      return this.#requireCard(bookId)
    })
  }

  files(bookId: string): Promise<TitleFile[]> {
    this.#require(bookId)
    return listTitleFiles(bookId, this.#services)
  }

  /** Takes a title off the shelf, with what is being made of it paused. Throws `title.unknown`, `title.unmovable`. */
  remove(bookId: string): Promise<RemovedTitle> {
    return this.inTurn(bookId, async () => {
      this.#require(bookId)
      await this.#services.stopProductions(bookId)
      await this.#trash.remove(bookId)
      this.changed(bookId)
      return this.#requireRemoved(bookId)
    })
  }

  /** Puts a removed title back as it was. Throws `title.notRemoved`, `title.unmovable`. */
  restore(bookId: string): Promise<TitleCard> {
    return this.inTurn(bookId, () => this.restoreInTurn(bookId))
  }

  /** `restore` for work that has the title's turn already. */
  async restoreInTurn(bookId: string): Promise<TitleCard> {
    this.#requireRemoved(bookId)
    await this.#trash.restore(bookId)
    this.changed(bookId)
    return this.#requireCard(bookId)
  }

  /** Latest first. */
  removed(): RemovedTitle[] {
    return this.#titles.removed()
  }

  /** Deletes a removed title for good. Throws `title.notRemoved`. */
  purge(bookId: string): Promise<void> {
    return this.inTurn(bookId, () => {
      this.#requireRemoved(bookId)
      return this.#trash.purge(bookId)
    })
  }

  /** Tells every window what a title's card says now; to be called whenever something that it shows has changed. */
  changed(bookId: string): void {
    const { publisher } = this.#services
    publisher.publish('title.changed', bookId, () => this.#titles.card(bookId))
    publisher.publish('title.removed', bookId, () => (this.#titles.get(bookId) === null ? { bookId } : null))
  }

  /** One after the other for each title: its folder and its row change together. */
  inTurn<Result>(bookId: string, work: () => Promise<Result>): Promise<Result> {
    return this.#turns.run(bookId, work)
  }

  #require(bookId: string): Title {
    const title = this.#titles.get(bookId)
    if (title === null) throw new AppError('title.unknown', 'This title is not on the shelf any more.')
    return title
  }

  #requireCard(bookId: string): TitleCard {
    const card = this.#titles.card(bookId)
    if (card === null) throw new AppError('title.unknown', 'This title is not on the shelf any more.')
    return card
  }

  #requireRemoved(bookId: string): RemovedTitle {
    const removed = this.#titles.removed().find((title) => title.bookId === bookId)
    if (removed === undefined) {
      throw new AppError('title.notRemoved', 'This title is not among the removed ones any more.')
    }
    return removed
  }

  #paceOf(narratorId: string | null): TitleDetails['pace'] {
    const records = this.#services.database.narrators.records()
    const measured = [...records.values()].flatMap(({ charactersPerMinute: pace }) => (pace === null ? [] : [pace]))
    const own = narratorId === null ? null : records.get(narratorId)?.charactersPerMinute
    if (own) return { charactersPerMinute: own, isMeasured: true }
    if (measured.length === 0) return { charactersPerMinute: USUAL_CHARACTERS_PER_MINUTE, isMeasured: false }
    const mean = measured.reduce((sum, pace) => sum + pace, 0) / measured.length
    return { charactersPerMinute: mean, isMeasured: true }
  }

  /** The files of a title are told by the title's name: a producer knows no folders of ours. */
  async #readable<Result>({ title }: Title, reading: Promise<Result>): Promise<Result> {
    try {
      return await reading
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'chapter.unknown') throw error
      const message = `The text of “${title}” is missing or damaged. Add its file again: recordings stay.`
      throw new AppError('book.unreadable', message, { cause: error })
    }
  }

  async #countUncounted(): Promise<void> {
    for (const bookId of this.#titles.uncounted()) {
      if (this.#closing.signal.aborted) return
      await this.#count(bookId).catch((error: unknown) => {
        this.#services.log.warn('A title could not be counted', { bookId, error })
      })
    }
  }

  async #count(bookId: string): Promise<void> {
    const book: BookMetadata = await this.#services.foundry.readMetadata(bookId)
    if (this.#closing.signal.aborted) return
    this.#titles.setCounts(bookId, { words: book.words, chapters: countChapters(book) })
    this.changed(bookId)
  }
}
