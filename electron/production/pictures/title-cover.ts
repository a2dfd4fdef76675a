import { join } from 'node:path'
import type { Picture } from '#electron/database/repositories/picture.ts'
import { sha256OfFile } from '#electron/library/file-hash.ts'
import type { ProductionServices } from '../step.ts'
import { factsOf, isFile } from './settle-pictures.ts'

type Rooms = Pick<ProductionServices, 'database' | 'foundry' | 'workspace' | 'ffmpeg'>

const ORDER = { book: 0, uploaded: 1, drawn: 2 } as const

/**
 * The picture that stands in a place: the one that was chosen, else the book's own, else an uploaded one, else the first that was drawn.
 *
 * `candidates` are those of one place, oldest first; null while none is there.
 */
export function bestOf(candidates: readonly Picture[]): Picture | null {
  const there = candidates.filter(({ file }) => file !== null)
  const chosen = there.find(({ isChosen }) => isChosen)
  if (chosen !== undefined) return chosen
  return [...there].sort((a, b) => ORDER[a.origin] - ORDER[b.origin] || a.id - b.id)[0] ?? null
}

/** Makes the cover that came with the book's file a candidate, once; one that was set aside stays so. */
export async function registerOwnCover(rooms: Rooms, bookId: string): Promise<void> {
  const { pictures } = rooms.database
  const place = await ownCover(rooms, bookId)
  if (place === null) return
  const known = () =>
    [...pictures.list(bookId, 'cover'), ...pictures.setAsideOf(bookId, 'cover')].find(({ origin }) => origin === 'book')
  if (known()?.file?.sha256 === (await sha256OfFile(place))) return
  const file = await factsOf(rooms, place)
  if (file === null) return
  // Asked again: somebody else may have looked at the title meanwhile.
  const own = known()
  if (own === undefined) pictures.add({ ...OWN, bookId }, file)
  // The book was imported again with another cover under the same name.
  else pictures.setFile(own.id, file)
}

/** The picture that stands for a title, with its file's absolute path, and without a row where an older studio drew it for a production; null while there is none. */
export async function titleCover(
  rooms: Rooms,
  bookId: string,
): Promise<{ path: string; picture: Picture | null } | null> {
  const { pictures, productions } = rooms.database
  await registerOwnCover(rooms, bookId)
  const best = bestOf(pictures.list(bookId, 'cover'))
  const file = best?.file ?? null
  if (file !== null) return { path: rooms.workspace.resolve(file.path), picture: best }
  const made = productions.list({ bookId }).find(({ status }) => status !== 'cancelled')?.metadata.coverPath
  return made === undefined ? null : { path: made, picture: null }
}

/** Where the cover lies that came with the book's file; null without one. */
async function ownCover({ foundry }: Pick<Rooms, 'foundry'>, bookId: string): Promise<string | null> {
  const book = await foundry.readMetadata(bookId).catch(() => null)
  const cover = book?.cover ?? null
  if (cover === null) return null
  const file = join(foundry.imagesDir(bookId), cover.name)
  return (await isFile(file)) ? file : null
}

const OWN = {
  kind: 'cover',
  chapterIndex: 0,
  paragraphIndex: 0,
  origin: 'book',
  styleId: null,
  prompt: null,
  seed: null,
  workflowId: null,
} as const
