import type { IncomingHttpHeaders } from 'node:http'
import type { Dialect } from '../dialect.ts'

const LOOPBACK_V4 = /^127(\.\d+){3}$/

/** Whether a request comes from a page that may not talk to this server; 0.38 also heeds what the browser says of it. */
export function isRefusedPage(headers: IncomingHttpHeaders, dialect: Dialect): boolean {
  const isCrossSite = dialect === '0.38' && headers['sec-fetch-site'] === 'cross-site'
  return isCrossSite || !isAllowedOrigin(headers.host, headers.origin)
}

/**
 * Whether a request with these headers may pass: a page of another site, open in a browser, may not.
 *
 * As in ComfyUI an Origin must name the same host, and the same port if both name one. A Host that is no loopback name
 * is refused beyond that: the engine listens on the loopback address only, so such a name was made to point here.
 */
export function isAllowedOrigin(host: string | undefined, origin: string | undefined): boolean {
  if (host === undefined) return true
  const target = parseHost(host)
  if (!target || !isLoopback(target.name)) return false
  const source = origin === undefined ? null : parseHost(/^[a-z][a-z0-9+.-]*:\/\/([^/]*)/i.exec(origin)?.[1] ?? '')
  if (!source) return true
  return source.name === target.name && (source.port === '' || target.port === '' || source.port === target.port)
}

function parseHost(host: string): { name: string; port: string } | null {
  const match = /^(\[[^\]]*\]|[^:]+)(?::(\d*))?$/.exec(host.toLowerCase())
  return match?.[1] === undefined ? null : { name: match[1], port: match[2] ?? '' }
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || LOOPBACK_V4.test(name)
}
