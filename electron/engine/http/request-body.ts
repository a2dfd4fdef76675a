import type { IncomingMessage } from 'node:http'

/** A request body is larger than the server takes. */
export class BodyTooLarge extends Error {}

/** All bodies that are being read together; a sender beyond that is refused as if its own were too large. */
const MAX_OPEN_BYTES = 400 * 1024 * 1024

/** Reads request bodies into memory, each and all together up to a limit. */
export class BodyReader {
  readonly #maxBytes: number
  #openBytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Throws `BodyTooLarge` as soon as a limit is passed. */
  async text(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = []
    let sizeBytes = 0
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        sizeBytes += chunk.length
        this.#openBytes += chunk.length
        if (sizeBytes > this.#maxBytes || this.#openBytes > MAX_OPEN_BYTES) throw new BodyTooLarge()
        chunks.push(chunk)
      }
      return Buffer.concat(chunks).toString('utf8')
    } finally {
      this.#openBytes -= sizeBytes
    }
  }

  /** A JSON body, whatever the Content-Type says; throws on anything malformed. */
  async json(request: IncomingMessage): Promise<unknown> {
    return JSON.parse(await this.text(request)) as unknown
  }
}
