import type { IncomingMessage } from 'node:http'

/** A request body is larger than the server takes. */
export class BodyTooLarge extends Error {}

/** Reads a body up to a limit; throws `BodyTooLarge` as soon as it is passed. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length
    if (sizeBytes > maxBytes) throw new BodyTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Reads a JSON body, whatever the Content-Type says; throws on anything malformed. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  return JSON.parse((await readBody(request, maxBytes)).toString('utf8')) as unknown
}
