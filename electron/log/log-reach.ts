import { stat } from 'node:fs/promises'

/** One file of a log in the line of all its files. */
export interface LogPart {
  path: string
  /** Its place among all bytes that were ever counted; never changes. */
  start: number
  sizeBytes: number
  inode: number
  modifiedAt: string
}

const OLD_FILES = [1, 2, 3]

/** Counts the bytes of a log on and on while its files are set aside, so that a line keeps its number. */
export class LogReach {
  readonly #file: string
  #inode: number | null = null
  #start = 0
  #end = 0

  constructor(file: string) {
    this.#file = file
  }

  /** The newest first; empty without any file. */
  async parts(): Promise<LogPart[]> {
    const names = [this.#file, ...OLD_FILES.map((number) => `${this.#file}.${number}`)]
    const found = await Promise.all(names.map(describe))
    const [current, ...older] = found
    if (!current) return []
    const known = older.filter((part) => part !== null)
    this.#start = this.#startOf(current, known)
    this.#inode = current.inode
    this.#end = this.#start + current.sizeBytes
    let start = this.#start
    return [current, ...known].map((part, index) => {
      if (index > 0) start -= part.sizeBytes
      return { ...part, start }
    })
  }

  #startOf(current: Described, older: readonly Described[]): number {
    const sizeOf = (parts: readonly Described[]) => parts.reduce((sum, part) => sum + part.sizeBytes, 0)
    if (this.#inode === null) return sizeOf(older)
    if (current.inode === this.#inode && this.#start + current.sizeBytes >= this.#end) return this.#start
    // Set aside since: what it was is among the older ones now. One that was cut short counts as new.
    const before = older.findIndex(({ inode }) => inode === this.#inode)
    return before === -1 ? this.#end : this.#start + sizeOf(older.slice(0, before + 1))
  }
}

type Described = Omit<LogPart, 'start'>

async function describe(path: string): Promise<Described | null> {
  try {
    const { size, ino, mtime } = await stat(path)
    return { path, sizeBytes: size, inode: ino, modifiedAt: mtime.toISOString() }
  } catch {
    return null
  }
}
