import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { COVER_SIZES, type CoverSize } from '#shared/contract/media.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { TitleCard } from '#shared/models/title-card.ts'
import { runFfmpeg } from '#electron/audio/run-ffmpeg.ts'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import type { Workspace } from '#electron/config/workspace.ts'
import type { Database } from '#electron/database/open-database.ts'
import { WorkerPool } from '#electron/engine/workers/worker-pool.ts'
import { writeFileAtomic } from './atomic-file.ts'
import type { Foundry } from './foundry.ts'
import { LatestFirst } from './latest-first.ts'

/** Some ten screens of posters. */
const MOST_WAITING = 600
const DEADLINE_MS = 60_000
const PICTURES = ['.png', '.jpg', '.jpeg', '.webp']

export interface PosterServices {
  database: Pick<Database, 'titles' | 'productions'>
  foundry: Foundry
  workspace: Pick<Workspace, 'resolve'>
  ffmpeg: Ffmpeg
  /** The seed of the cover that a production of this title would get. */
  seedOf: (title: Pick<TitleCard, 'title' | 'author'>) => number
}

/** The titles' pictures in the sizes of the window, made when first asked for and kept beside the books. */
export class Posters {
  readonly #services: PosterServices
  readonly #queue = new LatestFirst<string>(MOST_WAITING)
  readonly #closing = new AbortController()
  #workers: WorkerPool | null = null

  constructor(services: PosterServices) {
    this.#services = services
  }

  /** The file of a title's picture, and of which version it is; null without the title. Throws `media.busy` when too many are asked for at once, `media.closed` when closed meanwhile. */
  async find(bookId: string, size: CoverSize): Promise<{ path: string; version: string } | null> {
    const card = this.#services.database.titles.card(bookId)
    return card && { path: await this.#pathOf(card, size), version: card.coverVersion }
  }

  async #pathOf(card: TitleCard, size: CoverSize): Promise<string> {
    const known = await this.#cached(card, size)
    if (known !== null) return known
    const { bookId } = card
    const own = await this.#ownPicture(bookId)
    if (own !== null && size === 'full') return own
    return this.#queue.run(`${bookId} ${size} ${card.coverVersion}`, async () => {
      try {
        return (await this.#cached(card, size)) ?? (await this.#make(card, size, own))
      } catch (error) {
        if (!this.#closing.signal.aborted) throw error
        throw new AppError('media.closed', 'The environment of this picture has been closed.')
      }
    })
  }

  async #make(card: TitleCard, size: CoverSize, own: string | null): Promise<string> {
    this.#closing.signal.throwIfAborted()
    const file = own === null ? await this.#draw(card, size) : await this.#scaleDown(card, size, own)
    await this.#removeEarlier(card, size)
    return file
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#workers?.close()
  }

  /** The picture that a production made, else the one that came with the file. */
  async #ownPicture(bookId: string): Promise<string | null> {
    const { database, foundry } = this.#services
    const production = database.productions.list({ bookId }).find(({ status }) => status !== 'cancelled')
    const made = await this.#picture(production?.metadata.coverPath)
    if (made !== null) return made
    const book = await foundry.readMetadata(bookId).catch(() => null)
    return this.#picture(book?.cover ? join(foundry.imagesDir(bookId), book.cover.name) : undefined)
  }

  /** Null for what is not there, for what lies outside the workspace, and for an SVG, which may hold scripts. */
  async #picture(path: string | undefined): Promise<string | null> {
    if (path === undefined || !PICTURES.includes(extname(path).toLowerCase())) return null
    try {
      const place = this.#services.workspace.resolve(path)
      return (await isFile(place)) ? place : null
    } catch (error) {
      if (error instanceof AppError) return null
      throw error
    }
  }

  async #draw(card: TitleCard, size: CoverSize): Promise<string> {
    this.#workers ??= new WorkerPool(1)
    const limits = { signal: this.#closing.signal, deadlineMs: DEADLINE_MS }
    const [widthPx, heightPx] = [COVER_SIZES[size], COVER_SIZES[size]]
    const { title, author } = card
    const request = { title, author, palette: 'auto', seed: this.#services.seedOf(card), widthPx, heightPx } as const
    const { image } = await this.#workers.run('drawCover', request, limits)
    const file = `${this.#stem(card, size)}.png`
    await writeFileAtomic(file, await this.#workers.run('encodePng', { image }, limits))
    return file
  }

  async #scaleDown(card: TitleCard, size: CoverSize, picture: string): Promise<string> {
    const file = `${this.#stem(card, size)}.jpg`
    const part = join(this.#dirOf(card), `${randomUUID().slice(0, 8)}.part`)
    const px = COVER_SIZES[size]
    // Large enough to fill a square; area averaging keeps the fine lines of a drawn cover from flickering.
    const filter = `scale='min(iw,${px})':'min(ih,${px})':force_original_aspect_ratio=increase:flags=area`
    await mkdir(this.#dirOf(card), { recursive: true })
    try {
      const output = ['-frames:v', '1', '-q:v', '3', '-c:v', 'mjpeg', '-f', 'image2', part]
      await runFfmpeg(this.#services.ffmpeg, ['-i', picture, '-vf', filter, ...output], {
        signal: this.#closing.signal,
      })
      await rename(part, file)
    } finally {
      await rm(part, { force: true })
    }
    return file
  }

  async #cached(card: TitleCard, size: CoverSize): Promise<string | null> {
    for (const extension of ['png', 'jpg']) {
      const file = `${this.#stem(card, size)}.${extension}`
      if (await isFile(file)) return file
    }
    return null
  }

  async #removeEarlier(card: TitleCard, size: CoverSize): Promise<void> {
    for (const name of await readdir(this.#dirOf(card))) {
      const isEarlier = name.startsWith(`${COVER_SIZES[size]}_`) && !name.startsWith(this.#nameOf(card, size))
      if (isEarlier) await rm(join(this.#dirOf(card), name), { force: true })
    }
  }

  #stem(card: TitleCard, size: CoverSize): string {
    return join(this.#dirOf(card), this.#nameOf(card, size))
  }

  #nameOf({ coverVersion }: TitleCard, size: CoverSize): string {
    return `${COVER_SIZES[size]}_${coverVersion}`
  }

  #dirOf({ bookId }: TitleCard): string {
    return join(this.#services.foundry.postersDir, bookId)
  }
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null))?.isFile() === true
}
