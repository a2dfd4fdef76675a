import { validateHeaderName, validateHeaderValue } from 'node:http'
import { AppError } from '#shared/models/app-error.ts'
import { plainWords } from './server-words.ts'

/** An address taken apart. */
export interface ParsedAddress {
  /** Without credentials, with a path that ends in `/`. */
  base: URL
  /** The credentials that stood in it, as an Authorization header. */
  basic: string | null
}

/** Throws `server.address`, without a word of the credentials, for what is no http(s) address. */
export function parseAddress(address: string): ParsedAddress {
  const shown = address.replace(/^.*@/s, '…@')
  let base: URL
  try {
    base = new URL(address)
  } catch {
    throw new AppError(
      'server.address',
      `"${shown}" is not the address of a server. It looks like http://127.0.0.1:8188.`,
    )
  }
  if (base.protocol !== 'http:' && base.protocol !== 'https:') {
    throw new AppError('server.address', `"${shown}" must begin with http:// or https://.`)
  }
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  const basic = base.username === '' && base.password === '' ? null : basicAuthorization(base)
  base.username = base.password = base.hash = ''
  return { base, basic }
}

function basicAuthorization({ username, password }: URL): string {
  const credentials = `${decoded(username)}:${decoded(password)}`
  return `Basic ${Buffer.from(credentials).toString('base64')}`
}

/** A `%` that introduces nothing stands for itself. */
function decoded(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
}

/** Headers under their lower-case names; throws `server.address`, without their values, for what no header may hold. */
export function checkedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => {
    try {
      validateHeaderName(name)
      validateHeaderValue(name, value)
    } catch (error) {
      const message = `The header ${plainWords(name, 40)} of the server holds characters that no header may hold.`
      throw new AppError('server.address', message, { cause: error })
    }
    return [name.toLowerCase(), value] as const
  })
  return Object.fromEntries(entries)
}
