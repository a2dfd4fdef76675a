import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '#electron/database/open-database.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Foundry } from './foundry.ts'
import { FOLDER_ID } from './foundry-schema.ts'

const PURGED = '.purged'
/** Rows that are deleted in one go: some 5 ms. */
const ROWS_AT_A_TIME = 500

/**
 * Where the folders of removed titles lie.
 *
 * The row says where a folder belongs. Removing changes the row first, restoring the folder first, so that a title on the
 * shelf has its folder at every moment; `settle` finishes a removal, or undoes a restoration, that was cut short.
 */
export class Trash {
  readonly #foundry: Foundry
  readonly #titles: Database['titles']

  constructor(foundry: Foundry, titles: Database['titles']) {
    this.#foundry = foundry
    this.#titles = titles
  }

  /** Takes a title off the shelf; it is still there when its folder cannot be moved. */
  async remove(bookId: string): Promise<void> {
    this.#titles.remove(bookId)
    try {
      await this.#setAside(bookId)
    } catch (error) {
      this.#titles.restore(bookId)
      throw new AppError('title.unmovable', UNMOVABLE, { cause: error })
    }
  }

  /** Puts a removed title back; without its folder when that is gone. */
  async restore(bookId: string): Promise<void> {
    const [from, to] = [this.#folderOf(bookId), this.#foundry.bookDir(bookId)]
    if (await isThere(from)) {
      // What a straggler wrote after the removal; the folder in the trash is the title.
      if (await isThere(to)) await rename(to, this.#spare(bookId))
      await rename(from, to).catch((error: unknown) => {
        throw new AppError('title.unmovable', UNMOVABLE, { cause: error })
      })
    }
    this.#titles.restore(bookId)
  }

  /** Deletes a removed title with all its rows and files. */
  async purge(bookId: string): Promise<void> {
    const folders = await this.#foldersOf(bookId)
    // A name of its own first: a purge that is cut short goes on when the foundry is opened, and nothing restores half of it.
    const doomed = folders.map((folder) => (folder.endsWith(PURGED) ? folder : `${folder}${PURGED}`))
    for (const [place, folder] of folders.entries()) await rename(folder, doomed[place] ?? folder)
    while (!this.#titles.purge(bookId, ROWS_AT_A_TIME)) await nextTurn()
    const posters = join(this.#foundry.postersDir, bookId)
    for (const folder of [...doomed, posters]) await rm(folder, { recursive: true, force: true })
  }

  /** Puts every folder where its row says, and goes on with purges; to be called before anything else uses the foundry. */
  async settle(): Promise<void> {
    for (const { bookId } of this.#titles.removed()) {
      if (await isThere(this.#foundry.bookDir(bookId))) await this.#setAside(bookId)
    }
    const names = await readdir(this.#foundry.trashDir).catch(() => [])
    for (const name of names.filter((candidate) => FOLDER_ID.test(candidate))) {
      const home = this.#foundry.bookDir(name)
      if (this.#titles.get(name) !== null && !(await isThere(home))) await rename(this.#folderOf(name), home)
    }
    const doomed = names.filter((name) => name.endsWith(PURGED)).map((name) => name.split('.', 1)[0] ?? '')
    for (const bookId of new Set(doomed)) if (FOLDER_ID.test(bookId)) await this.purge(bookId)
  }

  async #setAside(bookId: string): Promise<void> {
    const from = this.#foundry.bookDir(bookId)
    if (!(await isThere(from))) return
    await mkdir(this.#foundry.trashDir, { recursive: true })
    const to = this.#folderOf(bookId)
    await rename(from, (await isThere(to)) ? this.#spare(bookId) : to)
  }

  #folderOf(bookId: string): string {
    return join(this.#foundry.trashDir, bookId)
  }

  /** A second folder of the same title: no id has a dot. */
  #spare(bookId: string): string {
    return join(this.#foundry.trashDir, `${bookId}.${randomUUID().slice(0, 8)}`)
  }

  async #foldersOf(bookId: string): Promise<string[]> {
    const names = await readdir(this.#foundry.trashDir).catch(() => [])
    return names
      .filter((name) => name === bookId || name.startsWith(`${bookId}.`))
      .map((name) => join(this.#foundry.trashDir, name))
  }
}

const UNMOVABLE =
  'The folder of the title cannot be moved. Close other programs that have one of its files open, then try again.'

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
