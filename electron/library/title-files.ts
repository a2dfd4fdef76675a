import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { TitleFile } from '#shared/models/title-card.ts'
import type { Workspace } from '#electron/config/workspace.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Foundry } from './foundry.ts'

/** Where the files of titles are told. */
export interface TitleRooms {
  database: Pick<Database, 'productions' | 'narrators'>
  foundry: Foundry
  workspace: Pick<Workspace, 'resolve'>
}

/** The files of a title that are there: its source, its pictures, and what its productions have delivered. */
export async function listTitleFiles(bookId: string, rooms: TitleRooms): Promise<TitleFile[]> {
  const named = [...(await sourceFiles(bookId, rooms.foundry)), ...deliveredFiles(bookId, rooms.database)]
  const found = await Promise.all(
    named.map(async ({ path, ...file }) => {
      // A row of an older tool may name a place outside the workspace: such a file is none.
      const facts = await factsOf(path, rooms.workspace).catch(() => null)
      return facts?.isFile() ? [{ ...file, name: basename(path), sizeBytes: facts.size }] : []
    }),
  )
  return found.flat()
}

/** The place of a title's file by its id, relative to the workspace or absolute in the foundry; null for an id that names nothing. */
export async function findTitleFile(bookId: string, fileId: string, rooms: TitleRooms): Promise<string | null> {
  const delivery = DELIVERY.exec(fileId)
  if (delivery === null) {
    return (await sourceFiles(bookId, rooms.foundry)).find((file) => file.fileId === fileId)?.path ?? null
  }
  const production = rooms.database.productions.get(Number(delivery[1]))
  return production?.bookId === bookId ? (production.metadata.files?.[Number(delivery[2])]?.path ?? null) : null
}

async function factsOf(path: string, workspace: TitleRooms['workspace']): Promise<Stats> {
  return stat(workspace.resolve(path))
}

type NamedFile = Omit<TitleFile, 'name' | 'sizeBytes'> & { path: string }

/** `production12-0`: a file by its production and its place in the list of what that has delivered. */
const DELIVERY = /^production([1-9]\d{0,8})-(\d{1,3})$/

/** None for a book whose metadata cannot be read. */
async function sourceFiles(bookId: string, foundry: Foundry): Promise<NamedFile[]> {
  const book = await foundry.readMetadata(bookId).catch(() => null)
  if (book === null) return []
  const rest = { durationSeconds: null, narratorName: null }
  const source: NamedFile = {
    fileId: 'source',
    kind: 'source',
    path: foundry.sourceFile(bookId, book.source.name),
    ...rest,
  }
  if (book.cover === null) return [source]
  const path = join(foundry.imagesDir(bookId), book.cover.name)
  return [source, { fileId: 'cover', kind: 'cover', path, ...rest }]
}

function deliveredFiles(bookId: string, { productions, narrators }: TitleRooms['database']): NamedFile[] {
  return productions.list({ bookId }).flatMap(({ id, narratorId, metadata }) =>
    (metadata.files ?? []).map(({ kind, path, durationSeconds }, place) => {
      const narratorName = narrators.get(narratorId)?.name ?? null
      return { fileId: `production${id}-${place}`, kind, path, durationSeconds, narratorName }
    }),
  )
}
