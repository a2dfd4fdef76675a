import { LOOK_AHEAD, type WaitingLine } from '#electron/database/repositories/job.ts'
import type { Job } from '#shared/models/job.ts'
import { fairShare } from './fair-share.ts'
import type { ServerWorker } from './server-worker.ts'

/** Left to those that can run it; what nobody can is taken all the same, so that it fails with a reason instead of waiting for ever. */
export function isForOthers(workflowId: string, worker: ServerWorker, others: readonly ServerWorker[]): boolean {
  if (worker.trialRoom(workflowId) <= 0) return true
  return worker.shouldLeave(workflowId) && !others.every((other) => other.isKnownToLack(workflowId))
}

/** As `isForOthers`, for a job's own values: a model or a voice that it names may be on another server only. */
export function isJobForOthers(
  job: Pick<Job, 'workflowId' | 'inputs'>,
  worker: ServerWorker,
  others: readonly ServerWorker[],
): boolean {
  return worker.lacksFor(job) && !others.every((other) => other.lacksFor(job))
}

/** Near the end of the work a server takes only what no faster one would be done with sooner. */
export function mayTake(
  line: WaitingLine,
  taken: number,
  worker: ServerWorker,
  others: readonly ServerWorker[],
): boolean {
  if (worker.trialRoom(line.workflowId) - taken <= 0) return false
  if (line.waiting >= LOOK_AHEAD) return true
  // One that lacks something for the next job, has just failed it, or has its one trial in hand, does not get it.
  const next = { workflowId: line.workflowId, inputs: line.nextInputs }
  const able = others.filter(
    (other) =>
      other.canRun(line.workflowId) &&
      other.trialRoom(line.workflowId) > 0 &&
      other.name !== line.nextFailedOn &&
      !other.lacksFor(next),
  )
  const own = worker.lanes(line.workflowId)
  const all = [own, ...able.map((other) => other.lanes(line.workflowId))]
  // A server that was never measured is as fast as its weight says beside one that was.
  const known = all.find(({ jobMs }) => jobMs !== null)
  if (known === undefined || known.jobMs === null) return true
  const unitMs = known.jobMs * known.weight
  const [mine, ...theirs] = all.map(({ slots, posted, runningMs, weight, jobMs }) => ({
    slots,
    posted,
    runningMs,
    jobMs: jobMs ?? unitMs / weight,
  }))
  return mine === undefined || fairShare({ ...mine, posted: mine.posted + taken }, theirs, line.waiting) > 0
}
