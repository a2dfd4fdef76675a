import type { JobDetails } from '#shared/models/job-row.ts'
import type { Job, JobErrorClass } from '#shared/models/job.ts'

const ADVICE: Record<JobErrorClass, string> = {
  invalidInput:
    'The workflow does not take what it was given. Change the narrator or the job file; to try again as it is will not help.',
  outOfMemory:
    'The server’s graphics memory was full. Close what else uses it, or let a larger server do it, then try again.',
  missingNode: 'No server has the nodes that this workflow needs. Install them on one, then try again.',
  missingModel:
    'No server has the model that this workflow needs. Put it into the models folder of one, then try again.',
  serverGone: 'The server went away. Try again once it is back.',
  serverKiller:
    'Servers went down each time they ran this job, so it was set aside. Look at its inputs and at the log of the server before you try again.',
  timeout:
    'It took far longer than such a job does. Check that the server is not stuck, then try again, or allow more time in the configuration.',
  badOutput:
    'The server’s file could not be used. Try again; if that does not help, look at the workflow on the server.',
  unwritable: 'The file could not be written here. Free some space or check the folder’s permissions, then try again.',
  cancelled: 'It was cancelled. Retry it when it is wanted after all.',
  serverError:
    'The server could not carry out the workflow. Its own log says more; mend the cause there, then try again.',
}
const UNKNOWN = 'Nothing was noted about the cause. Try again.'

/** What a producer can do about failures of a class; null is one that nobody noted. */
export function adviceOn(errorClass: JobErrorClass | null): string {
  return errorClass === null ? UNKNOWN : ADVICE[errorClass]
}

/** What the server said first. */
export function firstLineOf(errorTrace: string | null): string {
  const [first = ''] = (errorTrace ?? '').trim().split('\n')
  return first === '' ? 'No reason was recorded.' : first
}

/** Why a job failed: first what the server said, then what to do, then all that was said, where it is more; null for no failure. */
export function errorOf({ status, errorClass, errorTrace }: Job): JobDetails['error'] {
  if (errorTrace === null && status !== 'failed') return null
  const trace = (errorTrace ?? '').trim()
  return {
    message: firstLineOf(errorTrace),
    advice: adviceOn(errorClass),
    trace: trace.includes('\n') ? trace : null,
  }
}
