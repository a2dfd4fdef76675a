import { readdir, rm, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { COVER_SIZES, type CoverSize } from '#shared/contract/media.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { TitleCard } from '#shared/models/title-card.ts'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import type { Workspace } from '#electron/config/workspace.ts'
import type { Database } from '#electron/database/open-database.ts'
import { WorkerPool } from '#electron/engine/workers/worker-pool.ts'
import { writeFileAtomic } from './atomic-file.ts'
import type { Foundry } from './foundry.ts'
import { LatestFirst } from './latest-first.ts'
import { scalePicture } from './scale-picture.ts'

/** Some ten screens of posters. */
const MOST_WAITING = 600
const DEADLINE_MS = 60_000
const PICTURES = ['.png', '.jpg', '.jpeg', '.webp']

export interface PosterServices {
  database: Pick<Database, 'titles'>
  foundry: Foundry
  workspace: Pick<Workspace, 'resolve'>
  ffmpeg: Ffmpeg
  /** The picture that a title has, relative to the workspace or absolute; null for one that has none yet. */
  coverOf: (bookId: string) => Promise<string | null>
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
    return this.#queue.run(`${bookId} ${size} ${card.coverVersion}`, () =>
      this.#unlessClosing(async () => (await this.#cached(card, size)) ?? (await this.#make(card, size, own))),
    )
  }

  async #unlessClosing(make: () => Promise<string>): Promise<string> {
    try {
      return await make()
    } catch (error) {
      if (!this.#closing.signal.aborted) throw error
      throw new AppError('media.closed', 'The environment of this picture has been closed.')
    }
  }

  /** A candidate's picture, scaled down. Throws as `find` does, and `media.ffmpegFailed`. */
  async candidate(bookId: string, picture: { path: string; sha256: string }, size: CoverSize): Promise<string> {
    const name = `candidate_${picture.sha256.slice(0, 12)}_${COVER_SIZES[size]}.jpg`
    const file = join(this.#services.foundry.postersDir, bookId, name)
    if (await isFile(file)) return file
    return this.#queue.run(name, () =>
      this.#unlessClosing(async () => {
        const { ffmpeg, workspace } = this.#services
        const options = { px: COVER_SIZES[size], signal: this.#closing.signal }
        if (!(await isFile(file))) await scalePicture(ffmpeg, workspace.resolve(picture.path), file, options)
        return file
      }),
    )
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

  /** Null for what is not there, for what lies outside the workspace, and for an SVG, which may hold scripts. */
  async #ownPicture(bookId: string): Promise<string | null> {
    const path = await this.#services.coverOf(bookId)
    if (path === null || !PICTURES.includes(extname(path).toLowerCase())) return null
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
    await scalePicture(this.#services.ffmpeg, picture, file, { px: COVER_SIZES[size], signal: this.#closing.signal })
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
