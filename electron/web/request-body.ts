import type { IncomingMessage } from 'node:http'
import { LARGEST_BOOK_BYTES } from '#shared/models/import-item.ts'
import { LARGEST_SAMPLE_BYTES } from '#shared/models/narrator-card.ts'
import type { RouteName } from '#shared/contract/routes.ts'
import { AppError } from '#shared/models/app-error.ts'

const ENVELOPE_BYTES = 1024 * 1024
const LARGER_ROUTES: Partial<Record<RouteName, number>> = {
  'import.add': LARGEST_BOOK_BYTES + ENVELOPE_BYTES,
  'narrator.setSample': LARGEST_SAMPLE_BYTES + ENVELOPE_BYTES,
}

/** The largest body that a route takes. */
export function largestBodyBytes(route: string): number {
  return Object.hasOwn(LARGER_ROUTES, route) ? (LARGER_ROUTES[route as RouteName] ?? ENVELOPE_BYTES) : ENVELOPE_BYTES
}

/**
 * Reads a body within its bounds.
 *
 * Throws `request.tooLarge`, before the first byte where the length is declared, and `request.tooSlow` after `idleMs` without a byte.
 */
export async function readBody(
  request: IncomingMessage,
  { mostBytes, idleMs }: { mostBytes: number; idleMs: number },
): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes)
  const chunks: Buffer[] = []
  let sizeBytes = 0
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null) => {
      clearTimeout(idle)
      request.off('data', take)
      if (error === null) resolve(Buffer.concat(chunks))
      else reject(error)
    }
    const idle = setTimeout(() => {
      settle(new AppError('request.tooSlow', 'The request stopped before its end. Try again.'))
    }, idleMs)
    const take = (chunk: Buffer) => {
      idle.refresh()
      sizeBytes += chunk.length
      if (sizeBytes > mostBytes) settle(tooLarge(mostBytes))
      else chunks.push(chunk)
    }
    request.on('data', take)
    request.once('end', () => settle(null))
    request.once('error', settle)
  })
}

function tooLarge(mostBytes: number): AppError {
  const megabytes = Math.floor(mostBytes / 1024 / 1024)
  return new AppError('request.tooLarge', `This is too large: at most ${megabytes} MB are taken.`, {
    data: { mostBytes },
  })
}
