import { isIP } from 'node:net'
import { AppError } from '#shared/models/app-error.ts'

/** Where a request says it goes to and comes from. */
export interface RequestHead {
  method: string
  host: string | undefined
  origin: string | undefined
  /** `Sec-Fetch-Site` and `Sec-Fetch-Mode`, which no page can set. */
  fetchSite: string | undefined
  fetchMode: string | undefined
}

/** How a host may be addressed. */
export interface OwnAddress {
  /** Lower case; IPv6 in brackets. */
  names: ReadonlySet<string>
  port: number
  /** It listens on all of the machine's addresses, so any IP address may be its own; a rebound name never is one. */
  isEverywhere: boolean
}

const LONGEST_TARGET = 2048

/**
 * Refuses what a page of another site sends: foreign Host (a name made to point here), foreign Origin, no Origin where one is due.
 *
 * Throws `host.foreign`.
 */
export function checkSender(head: RequestHead, own: OwnAddress, isUpgrade = false): void {
  const { method, host, origin, fetchSite, fetchMode } = head
  if (host === undefined || !isOwnHost(host, own)) throw foreign('It was sent to another host name or port')
  const mustHaveOrigin = isUpgrade || (method !== 'GET' && method !== 'HEAD')
  if (origin === undefined ? mustHaveOrigin : origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    throw foreign('It did not come from this page')
  }
  const isOwnSite = fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none'
  if (!isOwnSite && (mustHaveOrigin || fetchMode !== 'navigate')) throw foreign('It came from another site')
}

/** What follows a link on another site: the browser keeps our cookie back on such a request. */
export function isForeignNavigation({ fetchSite }: RequestHead): boolean {
  return fetchSite === 'cross-site' || fetchSite === 'same-site'
}

/** Reads a request's target; throws `request.badAddress` for anything that a page of ours would not ask for. */
export function readTarget(target: string): { path: string; query: URLSearchParams; search: string } {
  const at = target.indexOf('?')
  const [rawPath, search] = at === -1 ? [target, ''] : [target.slice(0, at), target.slice(at)]
  const path = target.length <= LONGEST_TARGET ? decoded(rawPath) : null
  if (path === null || !/^\/[^\\\p{Cc}]*$/u.test(path) || /\/\/|\/\.{1,2}(\/|$)/.test(path)) {
    throw new AppError('request.badAddress', 'This is not an address of the studio.')
  }
  return { path, query: new URLSearchParams(search), search }
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null // No UTF-8 behind the percent signs.
  }
}

function isOwnHost(host: string, { names, port, isEverywhere }: OwnAddress): boolean {
  const [, name, given] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/.exec(host.toLowerCase()) ?? []
  if (name === undefined || Number(given ?? 80) !== port) return false
  return names.has(name) || (isEverywhere && isIP(name.replace(/^\[|\]$/g, '')) !== 0)
}

function foreign(reason: string): AppError {
  return new AppError('host.foreign', `The studio has refused this request. ${reason}.`)
}
