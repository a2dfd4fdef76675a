import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { messageOf } from '#shared/models/app-error.ts'
import type { Logger } from '#electron/log/logger.ts'
import { NOTE_ENDING } from './job-file-name.ts'
import type { KeptFile } from './job-file-keeper.ts'

const HEAD = 'E3 Studio: '

/** Writes beside a job file why it cannot be used, and removes that when it can; one after the other. */
export class JobFileNotes {
  readonly #dir: string
  readonly #log: Logger
  /** What is beside a file, or is to be; null when that is not known. */
  readonly #texts = new Map<string, string | null>()
  readonly #changed = new Set<string>()
  #writing: Promise<void> | null = null
  #hasFailed = false

  constructor(dir: string, log: Logger) {
    this.#dir = dir
    this.#log = log
  }

  /** There is a note from an earlier time. */
  known(path: string): void {
    if (!this.#texts.has(path)) this.#texts.set(path, null)
  }

  /** Shows the file's problems; without a file, or without problems, no note stays. */
  show(path: string, file: KeptFile | null): void {
    const text = file && file.problems.length > 0 ? textOf(path, file) : undefined
    if (this.#texts.get(path) === text) return
    if (text === undefined) this.#texts.delete(path)
    else this.#texts.set(path, text)
    this.#changed.add(path)
    this.#writing ??= this.#write().finally(() => (this.#writing = null))
  }

  async close(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    for (const path of this.#changed) {
      this.#changed.delete(path)
      const place = join(this.#dir, `${path}${NOTE_ENDING}`)
      const text = this.#texts.get(path)
      try {
        if (typeof text === 'string') await writeFile(place, text)
        else if ((await readFile(place, 'utf8')).startsWith(HEAD)) await rm(place)
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') continue
        if (!this.#hasFailed)
          this.#log.warn('A note beside a job file could not be written', { path, reason: messageOf(error) })
        this.#hasFailed = true
      }
    }
  }
}

function textOf(path: string, { state, problems }: KeptFile): string {
  const name = basename(path)
  const remedy =
    {
      failed: 'Mend the file and save it, or choose Retry in the studio: it is queued again.',
      done: 'Its job is done; the file is moved as soon as that is possible.',
    }[state as string] ?? 'Mend the file and save it: it is taken by itself.'
  return `${HEAD}${name} ${state === 'done' ? 'stays here' : 'cannot be used'}.\n\n${problems.map((problem) => `- ${problem}`).join('\n')}\n\n${remedy}\n`
}
