import type { JobRow } from '#shared/models/job-row.ts'
import { PRIORITY, type JobErrorClass, type JobStatus, type JobType } from '#shared/models/job.ts'
import { formatDuration } from '#renderer/ui/format.ts'
import type { MarkedState } from '#renderer/ui/state-mark.tsx'

export const STATUS_NAMES: Record<JobStatus, string> = {
  pending: 'Waiting',
  processing: 'Running',
  done: 'Done',
  failed: 'Failed',
}

export const TYPE_NAMES: Record<JobType, string> = {
  SPEECH: 'Speech',
  T2I: 'Picture',
  T2V: 'Video',
  AUDIO: 'Sound',
  '3D': '3D model',
}

const ERROR_NAMES: Record<JobErrorClass, string> = {
  invalidInput: 'Invalid input',
  outOfMemory: 'Out of memory',
  missingNode: 'Missing node',
  missingModel: 'Missing model',
  serverGone: 'Server gone',
  serverKiller: 'Set aside because servers went down',
  timeout: 'Took too long',
  badOutput: 'File of no use',
  unwritable: 'Could not be written here',
  cancelled: 'Cancelled',
  serverError: 'Error in the workflow',
}

/** Why jobs failed, in a few words. */
export function errorName(errorClass: JobErrorClass | null): string {
  return errorClass === null ? 'Unknown reason' : ERROR_NAMES[errorClass]
}

const STATES: Record<JobStatus, MarkedState> = {
  pending: 'waiting',
  processing: 'running',
  done: 'done',
  failed: 'failed',
}

/** A cancelled job is a failed one that nobody needs to look after: its cross alarms nobody. */
export function markOf({ status, errorClass }: Pick<JobRow, 'status' | 'errorClass'>): {
  state: MarkedState
  label: string
  className?: string
} {
  if (status === 'failed' && errorClass === 'cancelled') {
    return { state: 'failed', label: 'Cancelled', className: '[&>svg]:text-muted!' }
  }
  const reason = status === 'failed' && errorClass !== null ? `: ${errorName(errorClass).toLowerCase()}` : ''
  return { state: STATES[status], label: `${STATUS_NAMES[status]}${reason}` }
}

/** A workflow's id as a producer would say it: `T2S_flite_v1` is `Flite`, `image_qwen_image` is `Qwen image`. */
export function workflowName(workflowId: string): string {
  const words = workflowId
    .replace(/^(?:[a-z0-9]2[a-z]|image|video|speech|audio|3d)_/i, '')
    .replace(/_v1$/i, '')
    .replaceAll('_', ' ')
    .trim()
  return words === '' ? workflowId : words.charAt(0).toUpperCase() + words.slice(1)
}

export function priorityName(priority: number): string {
  if (priority === PRIORITY.god) return 'God Mode'
  return String(priority)
}

/** The studio's own engine has no name that a producer gave it. */
export function serverLabel(serverName: string): string {
  return serverName === 'embedded' ? 'Built-in engine' : serverName
}

export function serverNameOf({ serverName }: JobRow): string | null {
  return serverName === null ? null : serverLabel(serverName)
}

/** A job that fails at its first check takes no time that is worth a figure. */
export function tookOf({ durationS }: JobRow): string | null {
  return durationS === null || durationS < 0.05 ? null : formatDuration(durationS * 1000)
}

/** Tries of those it may have: `1 of 3`; nothing to tell before the first. */
export function triesOf({ status, retriesAttempted, retryLimit }: JobRow): string {
  if (status === 'pending' && retriesAttempted === 0) return ''
  return `${retriesAttempted + 1} of ${Math.max(retryLimit, retriesAttempted) + 1}`
}

/** What may be done with a job as it is now. */
export function actionsFor({ status }: JobRow): { canRetry: boolean; canCancel: boolean; canReorder: boolean } {
  return {
    canRetry: status === 'failed',
    canCancel: status === 'pending' || status === 'processing',
    canReorder: status === 'pending',
  }
}
