import { AppError } from '#shared/models/app-error.ts'
import { firstWords } from './server-words.ts'

/** What a server said, as text. */
export interface Answer {
  status: number
  text: string
}

/** `server.noAnswer` for a 5xx, `server.forbidden` for who we are, else `server.protocol`; `data.status` has the status. */
export function statusError(server: string, { status, text }: Answer, path: string): AppError {
  const words = firstWords(text)
  const data = { status }
  if (isForbidden(status)) {
    const found = words === '' ? `${status}` : `${status}: ${words}`
    const message =
      status === 401
        ? `${server} asks for a login and refuses our requests (${found}). Give it an access token, or check the one it has.`
        : `${server} refuses our requests (${found}). Check its address, its credentials and its allowed origins.`
    return new AppError('server.forbidden', message, { data })
  }
  const place = `${status} of ${server} to ${routeOf(path)}`
  const said = words === '' ? `The answer was ${place}` : `${words} (${place})`
  if (status >= 500) return new AppError('server.noAnswer', said, { data })
  return new AppError('server.protocol', `${said}. Is it a ComfyUI server?`, { data })
}

/** `server.protocol` for a 200 that is not what ComfyUI says there. */
export function oddAnswer(server: string, path: string, found: string): AppError {
  return new AppError('server.protocol', `${server} answered ${routeOf(path)} with ${found}. Is it a ComfyUI server?`)
}

/** True when a server or its proxy refuses whoever asks. */
export function isForbidden(status: number): boolean {
  return status === 401 || status === 403 || status === 407
}

/** The route without the id that may follow it. */
function routeOf(path: string): string {
  return `/${path.split('/')[0] ?? ''}`
}
