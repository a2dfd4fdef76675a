import type { JobErrorClass, JobStatus } from './job.ts'
import type { JobQuery } from './job-row.ts'

/** The queue as a whole. */
export interface QueueState {
  counts: Record<JobStatus, number>
  /** Nothing new is taken; what is on a server is finished. */
  isPaused: boolean
  /** Waiting jobs that belong to paused productions. */
  held: number
  /** Rendering time of the others that wait, at the pace measured on the servers that are there; null without a measurement. */
  leftMs: number | null
  /** What each server does, by its name. */
  working: ServerAtWork[]
}

/** What a server renders now; `jobs` counts those that are on it. */
export interface ServerAtWork {
  serverName: string
  jobId: number
  /** What the job makes, in plain words. */
  label: string
  jobs: number
}

/** Failed jobs with one cause; `query` finds them, and their number is what a retry of it puts back. */
export interface FailureGroup {
  query: Pick<JobQuery, 'errorClass' | 'workflowId' | 'serverName'> & { status: 'failed' }
  errorClass: JobErrorClass | null
  workflowId: string
  /** Null where the server has no part in it. */
  serverName: string | null
  jobs: number
  /** What was said of the latest one, and when. */
  message: string
  at: string | null
  advice: string
}

/** Why jobs failed, the most frequent cause first; `isAll` is false when there are older ones that were not looked at. */
export interface JobFailures {
  revision: number
  groups: FailureGroup[]
  isAll: boolean
}

/** What it would cost to cancel all jobs of a query. */
export interface CancelPlan {
  waiting: number
  running: number
  /** Productions that stop for want of these jobs. */
  productions: number
}

/** What a server has done with a workflow over some days; `characters`, `renderMs` and `audioMs` are sums over its finished jobs. */
export interface RenderStatistics {
  serverName: string
  workflowId: string
  jobsDone: number
  triesFailed: number
  characters: number
  /** From the start of a prompt to its end. */
  renderMs: number
  /** Length of the sound that came of it; 0 for pictures. */
  audioMs: number
}
