import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 bits. */
const SECRET_BYTES = 32
/** More browsers than one studio has; the oldest is signed out by the next. */
const MOST_SESSIONS = 64

/** Who is signed in: tokens that are good for one sign-in, and the cookies that they are exchanged for. */
export class Sessions {
  readonly #cookieName: string
  /** Digests, so that neither comparison nor memory shows a secret. */
  readonly #sessions = new Set<Buffer>()
  #token = newSecret()

  /** @param port browsers keep cookies by host name alone, so the name tells two studios apart */
  constructor(port: number) {
    this.#cookieName = `e3-session-${port}`
  }

  /** What the next browser signs in with. */
  get token(): string {
    return this.#token
  }

  /** Uses the token up; false for any that is not the present one. */
  redeem(token: string): boolean {
    if (!isSame(token, this.#token)) return false
    this.#token = newSecret()
    return true
  }

  /** Signs a browser in; gives the Set-Cookie header. */
  open(): string {
    const secret = newSecret()
    this.#sessions.add(digest(secret))
    const [oldest] = this.#sessions
    if (oldest !== undefined && this.#sessions.size > MOST_SESSIONS) this.#sessions.delete(oldest)
    return `${this.#cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`
  }

  /** Whether a Cookie header holds an open session. */
  isOpen(cookies: string | undefined): boolean {
    const prefix = `${this.#cookieName}=`
    const found = (cookies ?? '').split(/; */).find((cookie) => cookie.startsWith(prefix))
    if (found === undefined) return false
    const given = digest(found.slice(prefix.length))
    return [...this.#sessions].filter((session) => timingSafeEqual(session, given)).length > 0
  }
}

/** Compares without telling by its time how much was right. */
export function isSame(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret))
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
