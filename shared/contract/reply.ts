import type { ErrorCode } from '../models/app-error.ts'

/** Why a request failed, in words that a producer can use. */
export interface ReplyError {
  code: ErrorCode | 'internal'
  message: string
  data: Readonly<Record<string, unknown>>
}

/** The answer to a request: nothing rejects across the wire. */
export type Reply<Data> = { ok: true; data: Data } | { ok: false; error: ReplyError }
