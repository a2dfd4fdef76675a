import type { Agent } from '#electron/comfyui/agent/agent.ts'
import { checkJobFile, defaultsOf, jobOfFile } from '#electron/comfyui/job-files/check-job-file.ts'
import { exportJobFile } from '#electron/comfyui/job-files/job-file.ts'
import { JobPlaces } from '#electron/comfyui/agent/job-places.ts'
import { readJobFileApart } from '#electron/comfyui/job-files/read-job-file-apart.ts'
import type { QueueOrder } from '#electron/database/repositories/queue.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Job } from '#shared/models/job.ts'
import type { JobDetails, JobPage, JobQuery, JobRow } from '#shared/models/job-row.ts'
import { errorOf } from './job-advice.ts'
import { toJobRow } from './job-label.ts'
import type { Producer } from './producer.ts'
import { retryJobs } from './production-state.ts'
import type { ProductionServices } from './step.ts'

interface DeskOptions extends Pick<ProductionServices, 'database' | 'workflows' | 'workspace'> {
  agent: Pick<Agent, 'wake' | 'cancelJob'>
  producer: Pick<Producer, 'wake'>
  /** Hears of each job that was changed here. */
  onChange: (jobId: number) => void
}

/** Jobs as producers look at them and change them, one by one. */
export class JobDesk {
  readonly #options: DeskOptions

  constructor(options: DeskOptions) {
    this.#options = options
  }

  page(query: JobQuery, order: QueueOrder, range: { offset: number; limit: number }): Omit<JobPage, 'revision'> {
    const { total, lines } = this.#options.database.queue.page(query, order, range)
    return { total, offset: range.offset, rows: lines.map(toJobRow) }
  }

  /** In this order; jobs that are gone are left out. */
  rows(ids: readonly number[]): JobRow[] {
    return this.#options.database.queue.lines(ids).map(toJobRow)
  }

  /** Throws `job.unknown`, as all that follow do. */
  details(id: number): JobDetails {
    const job = this.#require(id)
    const { configName, inputs, outputPath, runCount, metadata } = job
    return { row: this.#row(id), job: { configName, inputs, outputPath, runCount, metadata }, error: errorOf(job) }
  }

  /** 1 is God Mode: the job runs next. */
  setPriority(id: number, priority: number): JobRow {
    this.#options.database.jobs.setPriority(id, priority)
    return this.#changed(id)
  }

  /** Puts a finished job, failed or done, back into the queue and its production to work; throws `job.notFinished`. */
  retry(id: number): JobRow {
    const { database, agent, producer } = this.#options
    retryJobs(database, [id])
    const row = this.#changed(id)
    agent.wake()
    producer.wake()
    return row
  }

  /** Stops a job that waits or runs; throws `job.finished` for any other. */
  cancel(id: number): JobRow {
    const { status } = this.#require(id)
    if (status === 'done' || status === 'failed') {
      throw new AppError('job.finished', 'This job is finished already: there is nothing to cancel.', { data: { id } })
    }
    this.#options.agent.cancelJob(id, 'The job was cancelled.')
    return this.#changed(id)
  }

  /** Queues a job file; throws `job.fileInvalid` with every problem, or `job.exists`. */
  async addFile(name: string, yaml: string): Promise<JobRow> {
    const { database, workspace, workflows, agent } = this.#options
    const draft = await readJobFileApart(name, yaml, defaultsOf({ workspace }))
    const places = new JobPlaces(workspace)
    const job = jobOfFile(name, checkJobFile(draft, { workspace, workflows, places }))
    const [id = 0] = database.jobs.enqueue([job])
    agent.wake()
    return this.#changed(id)
  }

  /** The job as a file that can be added again, here or elsewhere. */
  export(id: number): { name: string; yaml: string } {
    const { name, text } = exportJobFile(this.#require(id))
    return { name, yaml: text }
  }

  #changed(id: number): JobRow {
    this.#options.onChange(id)
    return this.#row(id)
  }

  #row(id: number): JobRow {
    return this.rows([id])[0] ?? unknown(id)
  }

  #require(id: number): Job {
    return this.#options.database.jobs.get(id) ?? unknown(id)
  }
}

function unknown(id: number): never {
  throw new AppError('job.unknown', 'This job is gone: it was deleted with its title.', { data: { id } })
}
