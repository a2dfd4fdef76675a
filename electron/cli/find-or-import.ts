import { existsSync } from 'node:fs'
import { AppError } from '#shared/models/app-error.ts'
import type { Studio } from '#electron/studio/open-studio.ts'
import { importInto } from './import-into.ts'

/**
 * The book id of what a producer named: an id of the library, a Gutenberg number, or a file, which is imported.
 *
 * Throws `title.unknown` when it is none of these, and what the import throws.
 */
export async function findOrImport(studio: Studio, named: string): Promise<string> {
  const { titles } = studio.database
  const known = titles.get(named) ?? (/^\d+$/.test(named) ? titles.get(`pg${named}`) : null)
  if (known !== null) return known.bookId
  if (existsSync(named)) return (await importInto(studio, named)).bookId
  throw new AppError(
    'title.unknown',
    `${named} is neither a title of the ${studio.workspace.env} library nor a file. \`e3 titles\` lists the titles, \`e3 import FILE\` adds one.`,
    { data: { named } },
  )
}
