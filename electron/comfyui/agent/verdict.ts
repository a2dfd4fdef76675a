import { AppError, assertNever } from '#shared/models/app-error.ts'
import type { Job, JobErrorClass } from '#shared/models/job.ts'
import { isServerTrouble } from '../client/http.ts'
import type { Outcome } from '../client/outcome.ts'

/** What is to become of a job's row after a run. */
export type Verdict =
  | { kind: 'done'; outputPath: string; metadata: Record<string, unknown> }
  | { kind: 'failed'; errorClass: JobErrorClass; message: string }
  /** Another try later, which counts. */
  | { kind: 'retry'; errorClass: JobErrorClass; message: string }
  /** Back into the queue, as if it had not been taken; `hasCrashed` when the server went down while it ran the job. */
  | { kind: 'release'; reason: string; hasCrashed?: boolean }
  /** Stays as it is: the prompt goes on without us and is adopted at the next start. */
  | { kind: 'left' }

/** What may be logged of a failure: its first line, since the server's traceback follows. */
export function headlineOf(message: string): string {
  return message.split('\n', 1)[0] ?? ''
}

/** What an error during a run means for the job; null for a bug, which is thrown on. */
export function verdictOfError(error: unknown): Verdict | null {
  if (!(error instanceof AppError)) return null
  const { code, message } = error
  switch (code) {
    case 'job.missingNode':
      return { kind: 'failed', errorClass: 'missingNode', message }
    case 'job.missingModel':
      return { kind: 'failed', errorClass: 'missingModel', message }
    case 'job.invalid':
    case 'workflow.unknown':
    case 'workflow.invalid':
      return { kind: 'failed', errorClass: 'invalidInput', message }
    case 'output.unwritable':
      // Another try would render again what cannot be kept either.
      return { kind: 'failed', errorClass: 'unwritable', message }
    case 'batch.broken':
      return { kind: 'release', reason: message }
    case 'file.missing':
      return { kind: 'retry', errorClass: 'badOutput', message }
    case 'server.noAnswer':
      // A server that answers with an error is there: waiting for it would be in vain.
      if (error.data['status'] !== undefined) return { kind: 'retry', errorClass: 'serverError', message }
      return { kind: 'release', reason: message }
    default:
      // Our own rows cannot be written: it says nothing about the job.
      if (isServerTrouble(error) || code.startsWith('database.')) return { kind: 'release', reason: message }
      return { kind: 'retry', errorClass: 'badOutput', message }
  }
}

/** What a prompt's unhappy end means for the job. */
export function verdictOfOutcome(outcome: Exclude<Outcome, { kind: 'success' }>): Verdict {
  switch (outcome.kind) {
    case 'failed':
      return {
        kind: 'retry',
        errorClass: outcome.isOutOfMemory ? 'outOfMemory' : 'serverError',
        message: outcome.trace,
      }
    case 'cancelled':
      return {
        kind: 'retry',
        errorClass: 'cancelled',
        message: 'The prompt was interrupted on the server by someone else.',
      }
    case 'lost':
      return {
        kind: 'release',
        reason: outcome.reason ?? 'The server no longer knows the prompt: it was restarted, or someone deleted it.',
      }
    default:
      return assertNever(outcome)
  }
}

/** Characters that a job may take the configured time for; longer texts get more. */
const DEADLINE_CHARACTERS = 500
/** A prompt may have to wait for a model to be loaded. */
const LOAD_MS = 300_000
const MOST_TIMES_EXPECTED = 10

/**
 * The longest that a job's prompt may run, in ms.
 *
 * Ten times what was measured for such a text and time to load a model; before anything was measured, the configured time.
 */
export function deadlineMs(job: Pick<Job, 'inputs'>, timeoutSeconds: number, expectedMs: number | null): number {
  const texts = Object.values(job.inputs).filter((value) => typeof value === 'string')
  const characters = texts.reduce((sum, text) => sum + text.length, 0)
  const configuredMs = timeoutSeconds * 1000 * Math.max(1, characters / DEADLINE_CHARACTERS)
  if (expectedMs === null) return configuredMs
  return expectedMs * MOST_TIMES_EXPECTED + Math.min(LOAD_MS, configuredMs)
}
