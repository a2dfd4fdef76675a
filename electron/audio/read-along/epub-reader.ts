import type { Readable } from 'node:stream'
import { openPromise } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import { messageOf } from '#shared/models/app-error.ts'
import { crc32 } from './crc32.ts'
import { readXml } from './read-xml.ts'
import type { XmlDocument } from './read-xml.ts'

/** An EPUB that is read back: each entry is compared with its checksum, and none but a text is held in memory. */
export class EpubReader {
  /** In the order of the archive. */
  readonly entries: ReadonlyMap<string, Entry>
  readonly #zip: ZipFile
  readonly #onBytes: (bytes: number) => void
  readonly #unread: Set<string>

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, onBytes: (bytes: number) => void) {
    this.#zip = zip
    this.entries = entries
    this.#onBytes = onBytes
    this.#unread = new Set(entries.keys())
  }

  /** Reads the directory; throws for a file that is no archive or names an entry twice. */
  static async open(file: string, onBytes: (bytes: number) => void): Promise<EpubReader> {
    const zip = await openPromise(file, { autoClose: false, strictFileNames: true })
    const entries = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw new Error(`${entry.fileName} stands twice in it`)
      entries.set(entry.fileName, entry)
    }
    return new EpubReader(zip, entries, onBytes)
  }

  /** Where an entry's bytes begin in the file. */
  async dataStart(name: string): Promise<number> {
    return (await this.#zip.readLocalFileHeaderPromise(this.#entry(name), { minimal: true })).fileDataStart
  }

  /** A text; throws when it is missing or damaged. */
  async readText(name: string): Promise<string> {
    const blocks: Buffer[] = []
    await this.#read(name, (block) => blocks.push(block))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(blocks))
  }

  /** A text as XML; throws when it is not well-formed. */
  async readDocument(name: string): Promise<XmlDocument> {
    const source = await this.readText(name)
    return readXml(source).catch((cause: unknown) => {
      throw new Error(`${name} has ${messageOf(cause)}`, { cause })
    })
  }

  /** Reads what has not been read yet, to compare its checksum; throws at the first damaged entry. */
  async readRest(signal: AbortSignal | undefined): Promise<void> {
    for (const name of this.#unread) {
      signal?.throwIfAborted()
      await this.#read(name, () => undefined)
    }
  }

  close(): void {
    this.#zip.close()
  }

  async #read(name: string, onBlock: (block: Buffer) => void): Promise<void> {
    const entry = this.#entry(name)
    let checksum = 0
    const stream: Readable = await this.#zip.openReadStreamPromise(entry)
    for await (const block of stream as AsyncIterable<Buffer>) {
      checksum = crc32(block, checksum)
      onBlock(block)
      this.#onBytes(block.length)
    }
    if (checksum !== entry.crc32) throw new Error(`${name} is damaged`)
    this.#unread.delete(name)
  }

  #entry(name: string): Entry {
    const entry = this.entries.get(name)
    if (entry === undefined) throw new Error(`${name} is missing`)
    return entry
  }
}
