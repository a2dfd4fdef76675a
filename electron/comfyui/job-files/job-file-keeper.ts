import { posix } from 'node:path'
import type { Database } from '#electron/database/open-database.ts'
import type { FiledJob } from '#electron/database/repositories/job-file.ts'
import type { NewJob } from '#shared/models/job.ts'
import type { Agent } from '../agent/agent.ts'
import { checkJobFile, type JobFileContext } from './check-job-file.ts'
import type { JobFileDraft } from './job-file.ts'
import { MissingFiles } from './missing-files.ts'
import { isSameJob } from './same-job.ts'

/**
 * A file of the watch folder as the studio sees it.
 *
 * `elsewhere`: the other environment has it in its queue. `done`: its job is done, and it is on its way to the finished ones.
 */
export interface KeptFile {
  path: string
  /** Size and time of what was read. */
  signature: string
  state: 'queued' | 'done' | 'failed' | 'unusable' | 'elsewhere'
  jobId: number | null
  problems: string[]
}

type FileJob = NewJob & { jobFile: string }
type Judgement = Omit<KeptFile, 'path' | 'signature'>

interface KeeperOptions extends JobFileContext {
  database: Pick<Database, 'jobs' | 'jobFiles'>
  agent: Pick<Agent, 'cancelJob'>
  isHeldElsewhere: (path: string) => boolean
  /** The file is to be read anew. */
  readAgain: (path: string) => void
  /** A file that is not there is to be told of as one that is gone. */
  expect: (path: string) => void
  /** The file's state is another one; null when it is gone. */
  onFile: (path: string, file: KeptFile | null) => void
  /** A job was queued, changed or put back. */
  onJob: (jobId: number) => void
}

const TAKEN = 'Rename this file, or remove it'
const LONGEST_REASON = 2000

/** Brings the queue in line with the watch folder: the one place where it is decided what becomes of a file's job. */
export class JobFileKeeper {
  readonly #options: KeeperOptions
  readonly #files = new Map<string, KeptFile>()
  /** The files of jobs, also those that are gone while their jobs run on. */
  readonly #paths = new Map<number, string>()
  readonly #missing = new MissingFiles()

  constructor(options: KeeperOptions) {
    this.#options = options
  }

  get files(): ReadonlyMap<string, KeptFile> {
    return this.#files
  }

  /** A file has come, has changed, or is to be judged again. */
  read(path: string, signature: string, draft: JobFileDraft): void {
    const file = { path, signature, ...this.#judge(path, draft) }
    const job =
      file.state === 'unusable' && file.jobId !== null ? this.#options.database.jobFiles.get(file.jobId) : null
    // The file that its job came from may have been renamed, and this one put in its place.
    if (job === null) this.#missing.delete(path)
    else this.#missing.add(path, job)
    this.#set(file)
  }

  /** What was read is not where it was any more; it may come back under another name. */
  miss(path: string): void {
    this.#missing.add(path, this.#options.database.jobFiles.findByFile(path))
  }

  /** A file was removed: its job leaves the queue unless it runs. */
  lose(path: string): void {
    this.#missing.delete(path)
    this.#drop(path)
    const job = this.#options.database.jobFiles.findByFile(path)
    if (job === null) return
    if (job.status === 'processing') {
      this.#paths.set(job.id, path)
      return
    }
    this.#options.database.jobFiles.tie(job.id, null)
    if (job.status !== 'pending') return
    this.#options.agent.cancelJob(job.id, `Its job file ${path} was removed from the folder.`)
    this.#options.onJob(job.id)
  }

  /** A finished file has found its place. */
  release(path: string, jobId: number): void {
    this.#options.database.jobFiles.tie(jobId, null)
    this.#paths.delete(jobId)
    this.#drop(path)
    this.#options.onJob(jobId)
    this.#options.readAgain(path)
  }

  /** The file stays for now although its job is done. */
  hold(path: string, problem: string): void {
    const file = this.#files.get(path)
    if (file) this.#set({ ...file, problems: [problem] })
  }

  /** Something has happened to a job; one without a file is none of ours. */
  follow(jobId: number): void {
    const path = this.#paths.get(jobId)
    if (path === undefined) return
    const job = this.#options.database.jobFiles.get(jobId)
    if (job?.jobFile !== path) {
      this.#paths.delete(jobId)
      return
    }
    const file = this.#files.get(path)
    const isOver = job.status === 'done' || job.status === 'failed'
    if (file === undefined) {
      if (isOver && !this.#missing.has(path)) this.#forget(job)
    } else if (file.state !== 'unusable') {
      this.#set({ ...file, ...stateOf(job) })
    } else if (isOver) {
      this.#options.readAgain(path)
    }
  }

  /** Compares a job that another process may have changed with what is known of its file; false when nothing is known. */
  compare(job: Pick<FiledJob, 'id' | 'status'> & { jobFile: string }): boolean {
    const file = this.#files.get(job.jobFile)
    this.#paths.set(job.id, job.jobFile)
    if (file === undefined) return this.#missing.has(job.jobFile)
    if (file.state !== 'unusable' && stateName(job) !== file.state) this.follow(job.id)
    return true
  }

  #forget({ id }: FiledJob): void {
    this.#options.database.jobFiles.tie(id, null)
    this.#paths.delete(id)
  }

  #judge(path: string, draft: JobFileDraft): Judgement {
    const { database, isHeldElsewhere } = this.#options
    const { jobs, jobFiles } = database
    const tied = jobFiles.findByFile(path)
    if (tied === null && isHeldElsewhere(path)) return { state: 'elsewhere', jobId: null, problems: [] }
    const checked = checkJobFile(draft, this.#options)
    if (checked.job === null) {
      const isWaiting = tied?.status === 'pending' || tied?.status === 'processing'
      const goesOn = isWaiting ? ['its job goes on as the file was before'] : []
      return { state: 'unusable', jobId: tied?.id ?? null, problems: [...checked.problems, ...goesOn] }
    }
    const job = { ...checked.job, jobFile: path }
    const isTied = tied !== null && this.#isSame(tied, job)
    // What another file said a moment ago has been moved here, whatever lay here before.
    const moved = isTied ? null : this.#moved(job)
    if (moved !== null && tied !== null) this.#evict(tied)
    const known = moved ?? tied ?? jobFiles.findByName(job.configName)
    if (known !== null) return this.#judgeKnown(known, job)
    const [id = 0] = jobs.enqueue([job])
    return this.#queued(id)
  }

  #judgeKnown(known: FiledJob, job: FileJob): Judgement {
    const name = `a job named ${known.configName}`
    const isTiedTo = known.jobFile === job.jobFile
    if (known.productionId !== null) return unusable(`${name} is part of a production. ${TAKEN}`)
    if (!isTiedTo && known.jobFile !== null && !this.#missing.has(known.jobFile)) {
      return unusable(`${name} is there already, number ${known.id}, from the file ${known.jobFile}. ${TAKEN}`)
    }
    const isSame = this.#isSame(known, job)
    // Rows of an older E3 kept what they are for in their files.
    const isBlank = known.outputPath === ''
    switch (known.status) {
      case 'processing': {
        if (!isSame && !isTiedTo)
          return unusable(`${name} runs already, number ${known.id}, and does something else. ${TAKEN}`)
        const id = this.#tie(known, job)
        return isSame
          ? { state: 'queued', jobId: id, problems: [] }
          : { ...unusable('it was changed while its job runs, which goes on as the file was before'), jobId: id }
      }
      case 'pending':
        if (isSame) return { state: 'queued', jobId: this.#tie(known, job), problems: [] }
        if (!isTiedTo && known.jobFile === null && !isBlank) {
          return unusable(`${name} waits already, number ${known.id}, and does something else. ${TAKEN}`)
        }
        return this.#rewrite(known, job)
      case 'done':
        if (isSame && known.jobFile !== null) {
          return { state: 'done', jobId: this.#tie(known, job), problems: [] }
        }
        if (isSame || isBlank) return this.#rewrite(known, job)
        if (known.jobFile !== null) this.#evict(known)
        return unusable(`${name} is done already, number ${known.id}, and did something else. ${TAKEN}`)
      case 'failed':
        if (isSame && known.jobFile !== null) {
          this.#tie(known, job)
          return { ...stateOf(known), jobId: known.id }
        }
        return this.#rewrite(known, job)
    }
  }

  /** The job whose file has just vanished, or says something else now, and which does the same. */
  #moved(job: NewJob): FiledJob | null {
    for (const path of this.#missing.like(job)) {
      const known = this.#options.database.jobFiles.findByFile(path)
      if (known !== null && known.status !== 'failed' && this.#isSame(known, job)) return known
    }
    return null
  }

  /** Another file lies where this job's was: unless that turns up under another name, it counts as removed. */
  #evict(job: FiledJob): void {
    const nowhere = `${job.jobFile}#${job.id}`
    this.#options.database.jobFiles.tie(job.id, nowhere)
    this.#paths.set(job.id, nowhere)
    this.#missing.add(nowhere, job)
    this.#options.expect(nowhere)
  }

  #isSame(known: FiledJob, job: NewJob): boolean {
    const { jobs_processing: processing } = this.#options.workspace.config.paths
    return isSameJob(known, job, posix.normalize(processing))
  }

  #tie(known: FiledJob, { jobFile: path, configName }: FileJob): number {
    if (known.jobFile === null) this.#options.database.jobFiles.tie(known.id, path)
    else if (known.jobFile !== path) {
      const isTaken = this.#options.database.jobFiles.findByName(configName) !== null
      this.#options.database.jobFiles.rename(known.id, path, isTaken ? known.configName : configName)
      this.#missing.delete(known.jobFile)
      this.#drop(known.jobFile)
      // Where an evicted one was, another file may wait for its name.
      this.#options.readAgain(known.jobFile.replace(/#\d+$/, ''))
    }
    this.#paths.set(known.id, path)
    return known.id
  }

  /** Queues the job as the file has it now, anew when it was over. */
  #rewrite(known: FiledJob, job: FileJob): Judgement {
    const { jobs, jobFiles } = this.#options.database
    this.#tie(known, job)
    jobFiles.rewrite(known.id, job)
    if (known.status !== 'pending') jobs.retry(known.id)
    return this.#queued(known.id)
  }

  #queued(id: number): Judgement {
    this.#options.onJob(id)
    return { state: 'queued', jobId: id, problems: [] }
  }

  #set(file: KeptFile): void {
    const before = this.#files.get(file.path)
    this.#files.set(file.path, file)
    if (file.jobId !== null) this.#paths.set(file.jobId, file.path)
    const isSame =
      before?.state === file.state && before.jobId === file.jobId && before.problems.join() === file.problems.join()
    if (!isSame || file.state === 'done') this.#options.onFile(file.path, file)
  }

  #drop(path: string): void {
    if (this.#files.delete(path)) this.#options.onFile(path, null)
  }
}

function stateName({ status }: Pick<FiledJob, 'status'>): KeptFile['state'] {
  return status === 'done' || status === 'failed' ? status : 'queued'
}

function stateOf(job: FiledJob): Pick<KeptFile, 'state' | 'problems'> {
  const reason = (job.errorTrace ?? '').slice(0, LONGEST_REASON)
  return { state: stateName(job), problems: job.status === 'failed' ? [`its job failed: ${reason}`] : [] }
}

function unusable(problem: string): Judgement {
  return { state: 'unusable', jobId: null, problems: [problem] }
}
