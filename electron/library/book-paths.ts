import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'

const BOOK_EXTENSIONS: ReadonlySet<string> = new Set(['.htm', '.html', '.xhtml', '.txt', '.epub', '.zip'])
const MOST_BOOKS = 5000
const MOST_FOLDERS = 20_000
const DEEPEST = 16

/**
 * What an import is to take: a file or a book's folder as it is, of any other folder the texts at all depths, in order.
 *
 * Links and hidden entries inside folders are passed over. Throws `import.tooMany` for more than 5,000 books.
 */
export async function bookPaths(path: string): Promise<string[]> {
  const found: string[] = []
  let folders = 0
  const walk = async (place: string, depth: number): Promise<void> => {
    folders += 1
    // One folder that may not be read does not keep the others out.
    const entries = await readdir(place, { withFileTypes: true }).catch(() => [])
    if (entries.some(({ name }) => name === 'metadata.json')) found.push(place)
    else {
      for (const entry of entries.sort((one, other) => ORDER.compare(one.name, other.name))) {
        if (entry.name.startsWith('.')) continue
        const inner = join(place, entry.name)
        if (entry.isFile() && BOOK_EXTENSIONS.has(extname(entry.name).toLowerCase())) found.push(inner)
        if (entry.isDirectory() && depth < DEEPEST) await walk(inner, depth + 1)
      }
    }
    if (found.length > MOST_BOOKS || folders > MOST_FOLDERS) throw tooMany()
  }
  const facts = await stat(path).catch(() => null)
  if (facts?.isDirectory() !== true) return [path]
  await walk(path, 0)
  return found
}

const ORDER = new Intl.Collator('en', { numeric: true })

function tooMany(): AppError {
  return new AppError('import.tooMany', 'This folder holds more than 5,000 books. Choose the folders inside it.')
}
