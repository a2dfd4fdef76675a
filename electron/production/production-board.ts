import { basename } from 'node:path'
import type { ChunkMark } from '#electron/database/repositories/chunk.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Production, ProductionStatus } from '#shared/models/production.ts'
import type { ChunkTick, ProductionCard, ProductionChapter, ProductionDetails } from '#shared/models/production-card.ts'
import { toCard } from './production-cards.ts'
import { requireProduction } from './production-state.ts'
import type { ProductionProgress } from './progress.ts'
import type { ProductionServices } from './step.ts'

const UNFINISHED: readonly ProductionStatus[] = ['pending', 'processing', 'paused', 'failed']
const FINISHED: readonly ProductionStatus[] = ['completed', 'cancelled']
const LATEST_FINISHED = 50
const LATEST_LOG_ENTRIES = 500

/** Shows productions as the rows have them, with what the running ones said last. */
export class ProductionBoard {
  readonly #rooms: Pick<ProductionServices, 'database' | 'foundry'>
  readonly #live = new Map<number, Map<ProductionProgress['step'], ProductionProgress>>()

  constructor(rooms: Pick<ProductionServices, 'database' | 'foundry'>) {
    this.#rooms = rooms
  }

  /** All that are not finished and the latest finished ones; with a book, all of that book. Latest first. */
  list(bookId?: string): ProductionCard[] {
    const { productions } = this.#rooms.database
    if (bookId !== undefined) return this.#cards(productions.list({ bookId }))
    const unfinished = productions.list({ status: UNFINISHED })
    const finished = productions.list({ status: FINISHED, limit: LATEST_FINISHED })
    return this.#cards([...unfinished, ...finished])
  }

  /** Those that are being worked on. */
  running(): ProductionCard[] {
    return this.#cards(this.#rooms.database.productions.list({ status: 'processing' }))
  }

  /** Null when there is none, or its title is gone. */
  card(id: number): ProductionCard | null {
    const production = this.#rooms.database.productions.get(id)
    return production === null ? null : (this.#cards([production])[0] ?? null)
  }

  /** Throws `production.unknown`. */
  require(id: number): ProductionCard {
    const card = this.card(id)
    if (card !== null) return card
    throw new AppError('production.unknown', 'This production is gone: it was deleted with its title.', {
      data: { id },
    })
  }

  /** Throws `production.unknown`. */
  async details(id: number): Promise<ProductionDetails> {
    const { database } = this.#rooms
    const titles = await this.#chapterTitles(requireProduction(database, id).bookId)
    // Read anew: what was awaited took its time, and all of this is one picture.
    const production = requireProduction(database, id)
    return {
      card: this.require(id),
      chapters: chaptersOf(database.chunks.marks(id), titles),
      log: database.productionLog.list(id, LATEST_LOG_ENTRIES),
      files: (production.metadata.files ?? []).map(({ kind, bytes, durationSeconds, path }, at) => {
        return { kind, bytes, durationSeconds, name: basename(path), fileId: `production${id}-${at}` }
      }),
    }
  }

  /** Keeps what a step said until the production ends. */
  note(id: number, progress: ProductionProgress): void {
    const steps = this.#live.get(id) ?? new Map<ProductionProgress['step'], ProductionProgress>()
    this.#live.set(id, steps.set(progress.step, progress))
  }

  forget(id: number): void {
    this.#live.delete(id)
  }

  #cards(productions: readonly Production[]): ProductionCard[] {
    const { database } = this.#rooms
    const figures = database.productions.figures(productions.map(({ id }) => id))
    const titles = database.titles.cardsOf(productions.map(({ bookId }) => bookId))
    const isQueuePaused = database.studioState.isOn('queue.paused')
    return productions.flatMap((production) => {
      const known = figures.get(production.id)
      const title = titles.get(production.bookId)
      if (known === undefined || title === undefined) return []
      const live = this.#live.get(production.id) ?? new Map<never, never>()
      return toCard(production, known, { coverVersion: title.coverVersion, live, isQueuePaused })
    })
  }

  /** Empty when the book's folder cannot be read: its chapters are then only counted. */
  async #chapterTitles(bookId: string): Promise<Map<number, string>> {
    try {
      const { chapters } = await this.#rooms.foundry.readMetadata(bookId)
      return new Map(chapters.map(({ index, title }) => [index, title]))
    } catch (error) {
      if (error instanceof AppError) return new Map()
      throw error
    }
  }
}

/** A chunk as a tick of its chapter. */
export function toTick({ id, status, characters, durationMs, runs }: ChunkMark): ChunkTick {
  // Another sound of the same words lasts a little longer or shorter.
  return {
    id,
    status,
    version: String(durationMs ?? 0),
    isRedone: status === 'done' && runs > 1,
    characters,
    durationMs,
  }
}

function chaptersOf(marks: readonly ChunkMark[], titles: ReadonlyMap<number, string>): ProductionChapter[] {
  const chapters = new Map<number, ProductionChapter>()
  for (const mark of marks) {
    const chapter = chapters.get(mark.chapterIndex) ?? {
      index: mark.chapterIndex,
      title: titleOf(mark, titles),
      chunks: [],
    }
    chapter.chunks.push(toTick(mark))
    chapters.set(mark.chapterIndex, chapter)
  }
  return [...chapters.values()]
}

function titleOf({ role, chapterIndex }: ChunkMark, titles: ReadonlyMap<number, string>): string {
  if (role === 'opening') return 'Opening credits'
  if (role === 'closing') return 'Closing credits'
  return titles.get(chapterIndex) ?? `Chapter ${chapterIndex}`
}
