import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** A book file of a corpus folder. */
export interface CorpusFile {
  /** Folder of the book: its Gutenberg number. */
  id: string
  name: string
  path: string
  bytes: number
}

/** What the parsing thread is asked for: to read a file, then to write the book it read in the neutral form. */
export type CorpusRequest = { task: 'read'; path: string; name: string } | { task: 'write'; out: string }

/** What reading a file gave. */
export interface CorpusResult {
  words: number
  seconds: number
  /** Time on all cores, which other load does not stretch as much. */
  cpuSeconds: number
  chunks: number
  /** Chunks of 300 to 500 characters. */
  goodChunks: number
  /** Chapters with text of the licence. */
  leaks: number
  isAccounted: boolean
  failure: string | null
}

const BOOK = /\.(?:txt|html?|xhtml|epub|zip)$/i

/** The book files of a folder: those of its `INDEX.tsv`, else all below it. */
export function corpusFiles(folder: string): CorpusFile[] {
  const index = path.join(folder, 'INDEX.tsv')
  const files = existsSync(index) ? indexedFiles(folder, readFileSync(index, 'utf8')) : walk(folder)
  return files
    .filter((file) => existsSync(file))
    .map((file) => ({ id: idOf(folder, file), name: path.basename(file), path: file, bytes: statSync(file).size }))
}

function indexedFiles(folder: string, index: string): string[] {
  const [head = '', ...rows] = index.trim().split('\n')
  const columns = head.split('\t')
  const [idAt, fileAt] = [columns.indexOf('id'), columns.indexOf('file')]
  return rows.map((row) => row.split('\t')).map((cells) => path.join(folder, cells[idAt] ?? '', cells[fileAt] ?? ''))
}

function walk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && BOOK.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

function idOf(folder: string, file: string): string {
  const [id = ''] = path.relative(folder, file).split(path.sep)
  return id === path.basename(file) ? 'book' : id
}
