import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'

const BOOK_EXTENSIONS: ReadonlySet<string> = new Set(['.htm', '.html', '.xhtml', '.txt', '.epub', '.zip'])

/** What an import is to take: a file or a book's folder as it is, of any other folder the texts at all depths. */
export async function bookPaths(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory() !== true || existsSync(join(path, 'metadata.json'))) return [path]
  const entries = await readdir(path, { withFileTypes: true })
  const nested = await Promise.all(
    entries
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
      .filter(
        (entry) => entry.isDirectory() || (entry.isFile() && BOOK_EXTENSIONS.has(extname(entry.name).toLowerCase())),
      )
      .map((entry) => bookPaths(join(path, entry.name))),
  )
  return nested.flat()
}
