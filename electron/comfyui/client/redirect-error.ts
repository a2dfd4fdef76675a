import { AppError } from '#shared/models/app-error.ts'
import { plainWords } from './server-words.ts'

const LOGIN = /log-?in|sign-?in|auth|sso|account|saml|oauth/i
const PATH_CHARACTERS = 60

/** True for the statuses that send a client elsewhere. */
export function isRedirect(status: number): boolean {
  return [300, 301, 302, 303, 307, 308].includes(status)
}

/**
 * What a redirect means, which is never followed: our credentials and prompts are for the configured server only.
 *
 * `server.forbidden` when it leads to a login, else `server.protocol`. Names where it leads, without query and credentials.
 */
export function redirectError(name: string, from: URL, status: number, location: string | undefined): AppError {
  const target = targetOf(from, location)
  const where = target ? `${target.origin}${plainWords(target.pathname, PATH_CHARACTERS)}` : 'another place'
  const start = `${name} sends us on to ${where} (${status}) instead of answering.`
  const data = { status }
  if (target && LOGIN.test(target.host + target.pathname)) {
    const remedy = 'It wants a login: give the studio a token or the headers that its proxy asks for.'
    return new AppError('server.forbidden', `${start} ${remedy}`, { data })
  }
  const isOnlySecure = target?.protocol === 'https:' && from.protocol === 'http:'
  const remedy = isOnlySecure ? 'Use https:// in its address.' : 'Use the address at which ComfyUI itself answers.'
  return new AppError('server.protocol', `${start} ${remedy}`, { data })
}

function targetOf(from: URL, location: string | undefined): URL | null {
  if (location === undefined) return null
  try {
    const target = new URL(location, from)
    return /^https?:$/.test(target.protocol) ? target : null
  } catch {
    return null
  }
}
