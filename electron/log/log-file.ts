import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf } from '#shared/models/app-error.ts'

/**
 * Appends lines and never grows beyond `maxBytes`: a full file becomes `<file>.1`, the one before it `.2`, up to `keep`.
 *
 * Each line is one write, so that a killed process loses none and several processes may share the file.
 */
export class LogFile {
  readonly #file: string
  readonly #maxBytes: number
  readonly #keep: number
  #descriptor: number | null = null
  #sizeBytes = 0
  #hasComplained = false

  constructor(file: string, limits: { maxBytes: number; keep: number }) {
    this.#file = file
    this.#maxBytes = limits.maxBytes
    this.#keep = limits.keep
  }

  append(line: string): void {
    const bytes = Buffer.from(`${line}\n`)
    try {
      let descriptor = this.#descriptor ?? this.#open()
      if (this.#sizeBytes > 0 && this.#sizeBytes + bytes.length > this.#maxBytes) {
        this.#rotate(descriptor)
        descriptor = this.#open()
      }
      writeSync(descriptor, bytes)
      this.#sizeBytes += bytes.length
    } catch (error: unknown) {
      this.#complain(error)
    }
  }

  /** Everything is on the disk when this returns; a later line opens the file again. */
  close(): void {
    if (this.#descriptor === null) return
    fsyncSync(this.#descriptor)
    closeSync(this.#descriptor)
    this.#descriptor = null
  }

  #open(): number {
    mkdirSync(dirname(this.#file), { recursive: true })
    const descriptor = openSync(this.#file, 'a')
    this.#descriptor = descriptor
    this.#sizeBytes = fstatSync(descriptor).size
    return descriptor
  }

  #rotate(descriptor: number): void {
    const own = fstatSync(descriptor)
    this.close()
    // Another process may have rotated already: then only the new file has to be opened.
    if (statSync(this.#file, { throwIfNoEntry: false })?.ino !== own.ino) return
    for (let number = this.#keep; number >= 1; number--) {
      const from = number === 1 ? this.#file : `${this.#file}.${String(number - 1)}`
      if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${this.#file}.${String(number)}`)
    }
  }

  /** The studio must go on when its log cannot be written, but the producer is told once. */
  #complain(error: unknown): void {
    if (this.#hasComplained) return
    this.#hasComplained = true
    process.stderr.write(`The log ${this.#file} cannot be written: ${messageOf(error)}\n`)
  }
}
