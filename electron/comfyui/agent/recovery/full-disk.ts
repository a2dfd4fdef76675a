import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { AppError } from '#shared/models/app-error.ts'

const READS = /^(all|counts?|find|get|inFlight|is|list|waiting)/

/** This process's disk, which refuses what is written while it is full: no real one is at hand on every system. */
export class FullDisk {
  isFull = false
  /** How often something was refused. */
  refusals = 0
  readonly #handles: FileHandle
  readonly #writeFile: FileHandle['writeFile']

  private constructor(handles: FileHandle) {
    this.#handles = handles
    this.#writeFile = Reflect.get<FileHandle, 'writeFile'>(handles, 'writeFile')
  }

  /** From now on files that are open can be refused more bytes, until `remove`. */
  static async fit(): Promise<FullDisk> {
    const handle = await open(fileURLToPath(import.meta.url))
    const disk = new FullDisk(Object.getPrototypeOf(handle) as FileHandle)
    await handle.close()
    const write = disk.#writeFile
    disk.#handles.writeFile = async function (this: FileHandle, ...values) {
      disk.#refuse(() => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }))
      return write.apply(this, values)
    }
    return disk
  }

  remove(): void {
    this.#handles.writeFile = this.#writeFile
  }

  /** The same repositories, on this disk. */
  holding<T extends object>(repositories: T): T {
    return new Proxy(repositories, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name)
        return typeof member === 'object' && member !== null ? this.#holding(member) : member
      },
    })
  }

  #holding<T extends object>(repository: T): T {
    return new Proxy(repository, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function' || READS.test(String(name))) return member
        return (...values: unknown[]): unknown => {
          this.#refuse(() => new AppError('database.full', 'The database cannot grow.'))
          return Reflect.apply(member, target, values)
        }
      },
    })
  }

  #refuse(reason: () => Error): void {
    if (!this.isFull) return
    this.refusals++
    throw reason()
  }
}
