import { randomUUID } from 'node:crypto'
import { AppError } from '#shared/models/app-error.ts'
import type { BoundWorkflow } from '../workflows/bind-workflow.ts'
import type { ComfyClient } from '../client/client.ts'
import { hashOf, type Graph } from '../workflows/graph.ts'
import { mergeGraphs, prefixOf } from './merge-graphs.ts'
import type { Outcome } from '../client/outcome.ts'
import type { TrackOptions } from '../client/tracker.ts'

type Success = Extract<Outcome, { kind: 'success' }>

/** A job's part in a batch. */
export interface BatchMember {
  jobId: number
  /** Null for one that an earlier agent posted. */
  bound: BoundWorkflow | null
  /** Called before the prompt is posted, with what the job's row has to remember. */
  record: (promptId: string, graphHash: string) => void
  /** The server has taken the prompt. */
  onPosted: () => void
  /** The prompt may be on the server from now on: it is followed. */
  onTracked: (promptId: string) => void
  /** `onProgress` is told 0–1. */
  track: TrackOptions & { signal: AbortSignal }
}

interface Seat {
  member: BatchMember
  resolve: (outcome: Outcome) => void
  reject: (error: unknown) => void
}

type Prompts = Pick<ComfyClient, 'submit' | 'track'>

/** One prompt for one job, or for several of a workflow that are rendered in one graph: posted once and followed once. */
export class Batch {
  readonly #client: Prompts
  /** Jobs that have not said yet whether they take part. */
  readonly #awaited: Set<number>
  readonly #seats: Seat[] = []
  readonly #adoptedPromptId: string | null
  readonly #abort = new AbortController()
  #hasStarted = false
  #isOutOfMemory = false

  /** `promptId` is null unless an earlier agent posted it. */
  constructor(client: Prompts, jobIds: readonly number[], promptId: string | null = null) {
    this.#client = client
    this.#awaited = new Set(jobIds)
    this.#adoptedPromptId = promptId
  }

  /** How many jobs take part. */
  get size(): number {
    return this.#seats.length + this.#awaited.size
  }

  /** The server's memory did not do for it. */
  get isOutOfMemory(): boolean {
    return this.#isOutOfMemory
  }

  /**
   * The job's own outcome, once all of the batch have joined or withdrawn and the prompt has ended.
   *
   * Rejects as the client's `submit` and `track` do; with `batch.broken` when a prompt of several jobs did not succeed:
   * whose fault that was is found out job by job.
   */
  join(member: BatchMember): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#seats.push({ member, resolve, reject })
      const { signal } = member.track
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error)
        if (this.#seats.every((seat) => seat.member.track.signal.aborted)) this.#abort.abort()
      })
      this.#awaited.delete(member.jobId)
      this.#startWhenComplete()
    })
  }

  /** The job does not take part after all; without effect once it has joined. */
  withdraw(jobId: number): void {
    if (this.#awaited.delete(jobId)) this.#startWhenComplete()
  }

  #startWhenComplete(): void {
    if (this.#hasStarted || this.#awaited.size > 0 || this.#seats.length === 0) return
    this.#hasStarted = true
    this.#run().then(
      (outcome) => {
        this.#isOutOfMemory = outcome.kind === 'failed' && outcome.isOutOfMemory
        for (const { member, resolve, reject } of this.#seats) {
          if (outcome.kind === 'success') resolve(this.#ownPart(outcome, member.jobId))
          else if (outcome.kind === 'lost' || this.#isAlone) resolve(outcome)
          else reject(broken(outcome.kind === 'failed' ? outcome.message : 'It was interrupted.'))
        }
      },
      (error: unknown) => {
        // What a server refuses may be the fault of one job alone.
        const isRefused = error instanceof AppError && error.code.startsWith('job.') && !this.#isAlone
        for (const { reject } of this.#seats) reject(isRefused ? broken(error.message) : error)
      },
    )
  }

  get #isAlone(): boolean {
    return this.#seats.length === 1
  }

  async #run(): Promise<Outcome> {
    const members = this.#seats.map(({ member }) => member)
    if (this.#adoptedPromptId !== null) return this.#track(members, this.#adoptedPromptId)
    const graph = this.#graphOf(members)
    const hash = hashOf(graph)
    const record = (id: string) => members.forEach((member) => member.record(id, hash))
    const promptId = randomUUID()
    record(promptId)
    let accepted: string = promptId
    let doubt: AppError | null = null
    try {
      this.#abort.signal.throwIfAborted()
      accepted = await this.#client.submit(graph, promptId, this.#abort.signal)
      if (accepted !== promptId) record(accepted)
      for (const member of members) member.onPosted()
    } catch (error) {
      // It may have arrived: that is looked up, and never posted again.
      if (!(error instanceof AppError && error.code === 'server.noAnswer')) throw error
      members[0]?.track.onTrouble?.(error)
      doubt = error
    }
    const outcome = await this.#track(members, accepted, Object.keys(graph).length)
    // It never arrived: the reason is what the server said, not that it lost anything.
    if (outcome.kind === 'lost' && doubt !== null) throw doubt
    return outcome
  }

  #graphOf(members: readonly BatchMember[]): Graph {
    const graphs = members.flatMap(({ jobId, bound }) => (bound ? [{ jobId, graph: bound.graph }] : []))
    const [first] = graphs
    return first && graphs.length === 1 ? first.graph : mergeGraphs(graphs)
  }

  /** Tells every member what happens to the prompt of all. */
  #track(members: readonly BatchMember[], promptId: string, nodeCount?: number): Promise<Outcome> {
    const tracks = members.map(({ track }) => track)
    for (const member of members) member.onTracked(promptId)
    return this.#client.track(promptId, {
      ...tracks[0],
      signal: this.#abort.signal,
      onStarted: () => tracks.forEach(({ onStarted }) => onStarted?.()),
      onEnding: () => tracks.forEach(({ onEnding }) => onEnding?.()),
      onProgress: (nodes) => {
        if (nodeCount === undefined) return
        for (const { onProgress } of tracks) onProgress?.(Math.min(1, nodes / nodeCount))
      },
    })
  }

  #ownPart(outcome: Success, jobId: number): Success {
    const prefix = prefixOf(jobId)
    const files = outcome.files.filter(({ nodeId }) => nodeId.startsWith(prefix))
    // A graph of one job has its nodes' own ids, also when an earlier agent posted it.
    return this.#isAlone && files.length === 0 ? outcome : { ...outcome, files }
  }
}

function broken(reason: string): AppError {
  return new AppError('batch.broken', `The graph that several jobs were rendered in did not succeed: ${reason}`)
}
