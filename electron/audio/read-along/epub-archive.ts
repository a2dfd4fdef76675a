import { createReadStream } from 'node:fs'
import type { ReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { CONTENT_FOLDER } from './archive-names.ts'

/** The earliest date that archives know, in the zone of the machine since they know no zones. */
const FIXED = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true }
const BLOCK_CHARACTERS = 65_536

const CONTAINER = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="${CONTENT_FOLDER}/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
`

/** An EPUB that is written as it is read: equal entries give equal bytes, and no file is held in memory. */
export class EpubArchive {
  readonly #zip = new ZipFile()
  readonly #onBytes: (bytes: number) => void
  #reading: ReadStream | null = null

  /** `onBytes` hears of each block of a file that goes in. */
  constructor(onBytes: (bytes: number) => void) {
    this.#onBytes = onBytes
    // The first entry tells programs what the archive is, at a fixed place and as it is.
    this.#zip.addBuffer(Buffer.from('application/epub+zip'), 'mimetype', { ...FIXED, compress: false })
    this.#zip.addBuffer(Buffer.from(CONTAINER), 'META-INF/container.xml', FIXED)
  }

  /** Adds a text, whose lines are asked for when it is written. */
  addText(name: string, lines: Iterable<string>): void {
    this.#zip.addReadStreamLazy(`${CONTENT_FOLDER}/${name}`, FIXED, (give) => {
      give(null, Readable.from(blocks(lines)))
    })
  }

  /** Adds a file of a known size as it is; its bytes are packed already. */
  addFile(name: string, file: string, sizeBytes: number): void {
    const options = { ...FIXED, compress: false, size: sizeBytes }
    this.#zip.addReadStreamLazy(`${CONTENT_FOLDER}/${name}`, options, (give) => {
      const stream = createReadStream(file, { highWaterMark: 262_144 })
      stream.on('data', (block) => this.#onBytes(block.length))
      stream.on('error', (error) => this.#zip.emit('error', error))
      this.#reading = stream
      give(null, stream)
    })
  }

  /** The archive's bytes, after the last entry was added; a file that cannot be read ends them with its error. */
  finish(): Readable {
    const output = Readable.from(this.#zip.outputStream, { objectMode: false })
    this.#zip.on('error', (error: Error) => output.destroy(error))
    output.on('close', () => this.#reading?.destroy())
    this.#zip.end()
    return output
  }
}

/** A line by itself would be a call to the packer each. */
function* blocks(lines: Iterable<string>): Generator<Buffer> {
  let block = ''
  for (const line of lines) {
    block += `${line}\n`
    if (block.length < BLOCK_CHARACTERS) continue
    yield Buffer.from(block)
    block = ''
  }
  if (block !== '') yield Buffer.from(block)
}
