import { AppError } from '#shared/models/app-error.ts'
import { isSame } from './sessions.ts'

const FREE_TRIES = 5
const LONGEST_WAIT_MS = 60_000
/** Of the addresses that are remembered; the one that has been quiet longest is forgotten. */
const MOST_ADDRESSES = 1_000

/** Checks passwords; each wrong one after the fifth from an address makes that address wait twice as long. */
export class PasswordGate {
  readonly #password: string
  readonly #nowMs: () => number
  readonly #tries = new Map<string, { wrong: number; openAtMs: number }>()

  constructor(password: string, nowMs: () => number) {
    this.#password = password
    this.#nowMs = nowMs
  }

  /** Throws `signIn.tooManyTries` with `data.waitSeconds`, also for the right password, and `signIn.wrong`. */
  check(password: string, address: string): void {
    const { wrong, openAtMs } = this.#tries.get(address) ?? { wrong: 0, openAtMs: 0 }
    const waitSeconds = Math.ceil((openAtMs - this.#nowMs()) / 1000)
    if (waitSeconds > 0) {
      throw new AppError('signIn.tooManyTries', `Too many wrong passwords. Try again in ${waitSeconds} s.`, {
        data: { waitSeconds },
      })
    }
    this.#tries.delete(address)
    if (isSame(password, this.#password)) return
    const waitMs = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (wrong + 1 - FREE_TRIES))
    this.#tries.set(address, { wrong: wrong + 1, openAtMs: wrong + 1 < FREE_TRIES ? 0 : this.#nowMs() + waitMs })
    const [quietest] = this.#tries.keys()
    if (quietest !== undefined && this.#tries.size > MOST_ADDRESSES) this.#tries.delete(quietest)
    throw new AppError('signIn.wrong', 'This is not the password.')
  }
}
