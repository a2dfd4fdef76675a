import type { Studio } from '#electron/studio/open-studio.ts'
import { importBook, type ImportResult } from '#electron/library/import-book.ts'

/** Imports one file, or one book's folder, as the environment is configured. */
export function importInto({ workspace, foundry, database }: Studio, path: string): Promise<ImportResult> {
  const { chunk_size: maxChunkCharacters } = workspace.config.audiobook
  return importBook({ path, foundry, titles: database.titles, maxChunkCharacters })
}
