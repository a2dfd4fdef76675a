export const JOB_TYPES = ['T2I', 'T2V', 'SPEECH', 'AUDIO', '3D'] as const
export type JobType = (typeof JOB_TYPES)[number]

export const JOB_STATUSES = ['pending', 'processing', 'done', 'failed'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

/** Lower runs first; God Mode is 1. */
export const PRIORITY = { min: 1, max: 999, default: 50, god: 1 } as const

/** The folder below `comfyui_jobs/processing/` and `…/finished/` that a job type uses. */
export const JOB_FOLDERS: Record<JobType, string> = {
  T2I: 'image',
  T2V: 'video',
  SPEECH: 'speech',
  AUDIO: 'audio',
  '3D': '3d',
}

export type JobInputValue = string | number | boolean

/** Why a job failed, as shown in words. */
export const JOB_ERROR_CLASSES = [
  'invalidInput',
  'outOfMemory',
  'missingNode',
  'missingModel',
  'serverGone',
  'serverKiller',
  'timeout',
  'badOutput',
  'unwritable',
  'cancelled',
  'serverError',
] as const
export type JobErrorClass = (typeof JOB_ERROR_CLASSES)[number]

/** A unit of work for a ComfyUI server. */
export interface Job {
  id: number
  /** Unique: `TYPE_<14-digit time>_<index>_<name>`. */
  configName: string
  jobType: JobType
  workflowId: string
  priority: number
  status: JobStatus
  runCount: number
  retriesAttempted: number
  /** Tries after the first. */
  retryLimit: number
  /** Logical names (`text`) or `<nodeId>_<input>` (`45_text`). */
  inputs: Record<string, JobInputValue>
  /** Where the output goes, relative to the workspace; the extension follows the server's file when none is given. */
  outputPath: string
  productionId: number | null
  startTime: string | null
  endTime: string | null
  durationS: number | null
  errorClass: JobErrorClass | null
  errorTrace: string | null
  metadata: Record<string, unknown>
}

/** What a new job needs; the queue adds the rest. */
export interface NewJob {
  configName: string
  jobType: JobType
  workflowId: string
  priority: number
  retryLimit: number
  inputs: Record<string, JobInputValue>
  outputPath: string
  productionId: number | null
  metadata: Record<string, unknown>
  /** The job file that it came from, relative to `paths.jobs_processing`; left out for all other jobs. */
  jobFile?: string
}
