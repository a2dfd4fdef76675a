import { isDeepStrictEqual } from 'node:util'
import type { Job, NewJob } from '#shared/models/job.ts'

type Asked = Pick<NewJob, 'jobType' | 'workflowId' | 'inputs' | 'outputPath'>

/**
 * Whether a job does what a job file asks for.
 *
 * Priority, tries and metadata may have been changed since, and a finished job knows the endings of its outputs.
 */
export function isSameJob(job: Job, asked: Asked): boolean {
  return (
    job.jobType === asked.jobType &&
    job.workflowId === asked.workflowId &&
    isDeepStrictEqual(job.inputs, asked.inputs) &&
    isSameOutput(job, asked.outputPath)
  )
}

function isSameOutput({ status, outputPath }: Job, asked: string): boolean {
  if (outputPath === asked) return true
  return (
    status === 'done' &&
    outputPath.startsWith(stemOf(asked)) &&
    /^(_\d+)?\.\w+$/.test(outputPath.slice(stemOf(asked).length))
  )
}

function stemOf(path: string): string {
  return path.replace(/\.[a-z][a-z0-9]{1,4}$/i, '')
}
