import { posix } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Job, NewJob } from '#shared/models/job.ts'

type Asked = Pick<NewJob, 'jobType' | 'workflowId' | 'inputs' | 'outputPath'>

/**
 * Whether a job does what a job file asks for.
 *
 * Priority, tries and metadata may have been changed since. A finished job knows the endings of its outputs, and those that
 * lay in `movedFrom` have left it.
 */
export function isSameJob(job: Job, asked: Asked, movedFrom: string): boolean {
  return (
    job.jobType === asked.jobType &&
    job.workflowId === asked.workflowId &&
    isDeepStrictEqual(job.inputs, asked.inputs) &&
    (job.outputPath === asked.outputPath || (job.status === 'done' && isOutputOf(job.outputPath, asked, movedFrom)))
  )
}

function isOutputOf(outputPath: string, asked: Asked, movedFrom: string): boolean {
  const isMoved = asked.outputPath.startsWith(`${movedFrom}/`)
  if (!isMoved && posix.dirname(outputPath) !== posix.dirname(asked.outputPath)) return false
  const stem = posix.basename(asked.outputPath).replace(/\.[a-z][a-z0-9]{1,4}$/i, '')
  const name = posix.basename(outputPath)
  return name.startsWith(stem) && /^(_\d+)?( \(\d+\))?(\.\w+)?$/.test(name.slice(stem.length))
}
