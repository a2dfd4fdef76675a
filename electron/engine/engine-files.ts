import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path'
import { randomUUID } from 'node:crypto'
import { NodeError, NodeInterrupted } from './node-class.ts'
import { isWindowsTrap } from './windows-names.ts'

const FOLDERS = ['input', 'output', 'temp'] as const
/** The three roots of a server's files. */
export type FileFolder = (typeof FOLDERS)[number]

/** A saved file as history and `/view` name it. */
export interface SavedFile {
  filename: string
  subfolder: string
  type: FileFolder
}

/** Whether a string names one of the roots. */
export function isFileFolder(value: string): value is FileFolder {
  return FOLDERS.some((folder) => folder === value)
}

/** Takes a file's name and the root behind it apart: `b1/a_00001_.flac [output]`. */
export function splitAnnotation(value: string): { name: string; folder?: FileFolder } {
  const [, name = value, folder = ''] = /^(.*) \[(input|output|temp)\]$/s.exec(value) ?? []
  return isFileFolder(folder) ? { name, folder } : { name }
}

/** The server's `input/`, `output/` and `temp/`; nothing is read or written outside them. */
export class EngineFiles {
  readonly #dataDir: string
  /** Saves take turns, so that two prompts never get one number. */
  #lastSave: Promise<unknown> = Promise.resolve()
  #isClosed = false

  constructor(dataDir: string) {
    this.#dataDir = resolve(dataDir)
    for (const folder of FOLDERS) mkdirSync(join(this.#dataDir, folder), { recursive: true })
  }

  root(folder: FileFolder): string {
    return join(this.#dataDir, folder)
  }

  /** An absolute path below a root, or null if it would leave it. */
  locate(folder: FileFolder, ...parts: string[]): string | null {
    const root = this.root(folder)
    if (parts.some((part) => part.includes('\0'))) return null
    // Parts may hold absolute paths that were located before.
    if (process.platform === 'win32' && parts.some((part) => isWindowsTrap(relative(root, resolve(root, part)))))
      return null
    const path = resolve(root, ...parts)
    return path === root || path.startsWith(root + sep) ? path : null
  }

  /** The file behind a node's value such as `b1/voice.wav` or `b1/a_00001_.flac [output]`; null if there is none. */
  find(value: string): string | null {
    const { name, folder = 'input' } = splitAnnotation(value)
    const path = this.locate(folder, name)
    return path && statSync(path, { throwIfNoEntry: false })?.isFile() ? path : null
  }

  /** Names of the files directly in `input/`. */
  listInput(): string[] {
    return readdirSync(this.root('input'), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort()
  }

  /**
   * Writes a node's output under the next free number of its prefix.
   *
   * The number is one above the highest of the prefix in that folder, whatever the extension. The file appears complete
   * or not at all; it is not flushed, since a client keeps its own copy and an unfinished prompt is posted again.
   */
  save(folder: FileFolder, prefix: string, extension: string, bytes: Uint8Array): Promise<SavedFile> {
    const saved = this.#lastSave.then(() => this.#saveNow(folder, prefix, extension, bytes))
    this.#lastSave = saved.catch(() => undefined)
    return saved
  }

  /** No output appears after this. */
  close(): void {
    this.#isClosed = true
  }

  async #saveNow(folder: FileFolder, prefix: string, extension: string, bytes: Uint8Array): Promise<SavedFile> {
    const { dir, base } = this.#target(folder, prefix)
    await mkdir(dir, { recursive: true })
    const number = nextNumber(base, await readdir(dir))
    const filename = `${base}_${String(number).padStart(5, '0')}_.${extension}`
    const part = join(dir, `.${randomUUID()}.part`)
    try {
      await writeFile(part, bytes)
      // The server ended while it wrote: a process that is gone leaves no new files.
      if (this.#isClosed) throw new NodeInterrupted()
      await rename(part, join(dir, filename))
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
    return { filename, subfolder: relative(this.root(folder), dir), type: folder }
  }

  #target(folder: FileFolder, prefix: string): { dir: string; base: string } {
    const normal = posix.normalize(prefix)
    const path = this.locate(folder, normal)
    if (!path || path === this.root(folder)) {
      throw new NodeError('**** ERROR: Saving image outside the output folder is not allowed.', 'Exception')
    }
    return { dir: dirname(path), base: basename(path) }
  }
}

function nextNumber(base: string, names: readonly string[]): number {
  const start = `${base}_`.toLowerCase()
  const numbers = names
    .filter((name) => name.toLowerCase().startsWith(start))
    .map((name) => Number(/^(\d+)_/.exec(name.slice(start.length))?.[1] ?? 0))
  return numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1
}
