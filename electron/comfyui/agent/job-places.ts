import { existsSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { realPlace, type Workspace } from '#electron/config/workspace.ts'
import { AppError } from '#shared/models/app-error.ts'

/** Of the workspace, what a job file from elsewhere could do harm with. */
const OWN_FOLDERS: ReadonlySet<string> = new Set(['config', 'workflows', 'database', 'logs'])
/** Of a book's folder, what was read and cannot be rendered again. */
const BOOK_PARTS: ReadonlySet<string> = new Set(['source', 'text', 'metadata.json'])

/** Which files of the workspace jobs may read and write: a job file may come from anyone. */
export class JobPlaces {
  readonly #workspace: Workspace
  /** Links are followed before anything is compared. */
  readonly #root: string
  readonly #ownFiles: readonly string[]
  readonly #samplesDir: string

  constructor(workspace: Workspace) {
    const { root, databaseFile, logFile, config } = workspace
    this.#workspace = workspace
    this.#root = real(root)
    this.#ownFiles = [databaseFile, logFile].map(real)
    this.#samplesDir = real(resolve(root, config.audiobook.narrator_samples_path))
  }

  /** The absolute path of a file that goes to a server; throws `job.invalid` for one outside the workspace or of the studio itself. */
  input(path: string): string {
    const place = this.#inside(path)
    if (this.#isOwn(real(place))) throw refused(path, 'read')
    return place
  }

  /** The absolute path of an output; throws `job.invalid` as `input` does, and for sources, texts and voice samples. */
  output(path: string): string {
    const place = this.#inside(path)
    // To follow links takes a dozen questions to the disk, and there may be thousands of jobs.
    const found = real(place)
    if (this.#isOwn(found) || this.#isSample(found) || isOfBook(found)) throw refused(path, 'write')
    if (this.#isJobFile(found)) {
      const message = `The path "${path}" would be a job file in the folder that those are taken from. Choose another name or folder.`
      throw new AppError('job.invalid', message)
    }
    return place
  }

  #inside(path: string): string {
    try {
      const place = this.#workspace.resolve(path)
      if (path.trim() !== '' && place !== this.#workspace.root) return place
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
    throw new AppError(
      'job.invalid',
      `The path "${path}" is not inside the workspace. Give one that is relative to it.`,
    )
  }

  /** Also behind a link inside the workspace, and in databases and logs that the configuration has put elsewhere. */
  #isOwn(found: string): boolean {
    if (this.#ownFiles.some((file) => found.startsWith(file))) return true
    const [first = '', ...others] = relative(this.#root, found).split(sep).map(plain)
    if (first === '..') return false
    return OWN_FOLDERS.has(first) || [first, ...others].some((name) => name.startsWith('.'))
  }

  /** A server must not be able to queue jobs by what it sends. */
  #isJobFile(found: string): boolean {
    return /\.ya?ml$/.test(plain(found)) && found.startsWith(real(jobFilesDir(this.#workspace)) + sep)
  }

  #isSample(found: string): boolean {
    return `${found}${sep}`.startsWith(`${this.#samplesDir}${sep}`)
  }
}

/** The watch folder; it may be a link to a drive that is not there. */
export function jobFilesDir({ root, config }: Pick<Workspace, 'root' | 'config'>): string {
  return resolve(root, config.paths.jobs_processing)
}

/** A folder with `metadata.json` is a book, whichever environment's. */
function isOfBook(place: string): boolean {
  for (let path = place; path !== dirname(path); path = dirname(path)) {
    if (BOOK_PARTS.has(plain(basename(path))) && existsSync(join(dirname(path), 'metadata.json'))) return true
  }
  return false
}

/** As systems compare names that tell no capitals and drop what ends a name: `CONFIG. ` is `config`. */
function plain(name: string): string {
  return name === '..' ? name : name.toLowerCase().replace(/(:.*|[. ]+)$/, '')
}

function real(place: string): string {
  return realPlace(place) ?? place
}

function refused(path: string, verb: 'read' | 'write'): AppError {
  const message = `The path "${path}" holds files of the studio itself, which no job may ${verb}. Choose another one, such as comfyui_jobs/finished/name.`
  return new AppError('job.invalid', message)
}
