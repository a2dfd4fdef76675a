import type { LeasedJob } from '#electron/database/repositories/job-row.ts'
import type { WaitingLine } from '#electron/database/repositories/job.ts'
import type { BackoffRange } from '../client/backoff.ts'
import type { Batch } from './batch.ts'
import { BatchSizes } from './batch-sizes.ts'
import { Setbacks, type SetAside } from './setbacks.ts'
import { headlineOf, type Verdict } from './verdict.ts'

/** What a server has shown so far: failures in a row, and whether it gains by rendering several jobs in one graph. */
export class ServerRecord {
  readonly #isOurs: boolean
  readonly #setbacks: Setbacks
  readonly #batchSizes: BatchSizes
  /** Jobs whose batch did not succeed: each is tried alone. */
  readonly #loners = new Set<number>()
  /** Something has been rendered since the server came: its models are loaded. */
  #isWarm = false

  /** Our own engine does not break down: what fails there is the job. */
  constructor({ rest, maxBatch }: { rest: BackoffRange; maxBatch: number }, isOurs: boolean) {
    this.#isOurs = isOurs
    this.#setbacks = new Setbacks(rest)
    this.#batchSizes = new BatchSizes(maxBatch)
  }

  get isWarm(): boolean {
    return this.#isWarm
  }

  /** Workflows that it is spared for a while. */
  get setAside(): SetAside[] {
    return this.#setbacks.list()
  }

  /** How many jobs of the workflow it may have at a time. */
  room(workflowId: string): number {
    return this.#setbacks.room(workflowId)
  }

  /** How many jobs go into one prompt, with the next one of the line. */
  batchSize({ workflowId, nextId }: WaitingLine): number {
    return this.#loners.has(nextId) ? 1 : this.#batchSizes.sizeFor(workflowId)
  }

  /** The server has come, for the first time or again. */
  begin(): void {
    this.#isWarm = false
  }

  /** A job came to an end there; `renderMs` is the whole prompt's time. True when its workflow is set aside from now on. */
  note(job: LeasedJob, batch: Batch, verdict: Verdict, renderMs: number | null): boolean {
    const { id, workflowId } = job
    if (verdict.kind === 'done') {
      this.#isWarm = true
      this.#loners.delete(id)
      this.#setbacks.succeeded(workflowId)
      if (renderMs !== null) this.#batchSizes.note(workflowId, batch.size, renderMs / batch.size)
      return false
    }
    if (batch.size > 1) this.#loners.add(id)
    if (batch.size > 1 && batch.isOutOfMemory) this.#batchSizes.shrink(workflowId, batch.size)
    if (this.#isOurs || verdict.kind !== 'retry' || verdict.errorClass === 'cancelled') return false
    return this.#setbacks.failed(workflowId, id, headlineOf(verdict.message))
  }
}
