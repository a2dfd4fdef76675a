import type { Job, JobInputValue } from '#shared/models/job.ts'
import { targetOf } from '../workflows/bind-workflow.ts'
import type { Workflow } from '../workflows/bind-workflow.ts'

const SAVE_PREFIX = 'filename_prefix'
const NAME_LENGTH = 40
/** Servers list a whole folder for each file that they save. */
const JOBS_PER_FOLDER = 1000

/**
 * The job's inputs with a save prefix that no other job has, unless the job brings its own.
 *
 * A new `variant` makes the server save again what it has in its cache, under another name.
 */
export function withSavePrefix(
  job: Pick<Job, 'id' | 'configName' | 'inputs' | 'retriesAttempted'>,
  workflow: Pick<Workflow, 'inputs' | 'graph'>,
  variant: number,
): Record<string, JobInputValue> {
  const target = targetOf(workflow, SAVE_PREFIX)
  if (target === null) return job.inputs
  const isPrefix = (name: string) => {
    const other = targetOf(workflow, name)
    return other?.node === target.node && other.input === target.input
  }
  const name = Object.keys(job.inputs).find(isPrefix) ?? SAVE_PREFIX
  const prefix = String(job.inputs[name] ?? defaultPrefix(job))
  const version = job.retriesAttempted + variant
  return { ...job.inputs, [name]: version === 0 ? prefix : `${prefix}_${version}` }
}

function defaultPrefix({ id, configName }: Pick<Job, 'id' | 'configName'>): string {
  const name = configName.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, NAME_LENGTH)
  return `e3/${Math.floor(id / JOBS_PER_FOLDER)}/${id}_${name}`
}
