import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises'
import type { Workspace } from '#electron/config/workspace.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Logger } from '#electron/log/logger.ts'
import { AppError, assertNever, messageOf } from '#shared/models/app-error.ts'
import type { JobFilesState, JobFileTrouble } from '#shared/models/job-file.ts'
import type { Agent } from '../agent/agent.ts'
import { defaultsOf } from './check-job-file.ts'
import { JobFileKeeper, type KeptFile } from './job-file-keeper.ts'
import { JobFileNotes } from './job-file-notes.ts'
import { bringHome } from './job-file-returns.ts'
import { readJobFile } from './job-file.ts'
import { JobFolderThread, type FolderReader, type ReaderOptions } from './job-folder-thread.ts'
import type { Finding } from './job-folder.ts'
import { jobFilesDir, type JobPlaces } from '../agent/job-places.ts'
import type { WorkflowRegistry } from '../workflows/workflow-registry.ts'

interface WatchOptions {
  workspace: Workspace
  database: Database
  workflows: WorkflowRegistry
  places: JobPlaces
  agent: Pick<Agent, 'cancelJob' | 'onJob' | 'wake'>
  log: Logger
  /** Makes this studio the only one that takes files from the folder; null while another one does. */
  claim: (dir: string) => { release(): void } | null
  /** Whether the other environment has the file in its queue. */
  isHeldElsewhere: (path: string) => boolean
  /** How the folder is looked at: from a thread of its own when left out. */
  newReader?: (options: ReaderOptions) => FolderReader
}

/** Main-thread time for files in one go. */
const SLICE_MS = 4
const CLAIM_INTERVAL_MS = 2000
/** What cannot be used or moved may be so for a reason that lies elsewhere, such as a workflow that is added later. */
const AGAIN_INTERVAL_MS = 30_000
const COMPARED_ROWS = 500
const AFTER_FAILURE_MS = 5000
const MOST_TROUBLES = 200

/** The folder that job files are dropped into, and the finished ones leave. */
export class WatchFolder {
  readonly #options: WatchOptions
  readonly #dir: string
  readonly #keeper: JobFileKeeper
  readonly #notes: JobFileNotes
  readonly #reader: FolderReader
  readonly #listeners = new Set<(jobId: number | null) => void>()
  readonly #timers: NodeJS.Timeout[] = []
  readonly #leaving = new Map<string, number>()
  #returning: Promise<void> | null = null
  #claimed: { release(): void } | null = null
  #isBusyElsewhere = false
  #problem: string | null = null
  #isSilent = false
  #comparedTo = ''
  #isClosed = false
  #endEvents: () => void = () => undefined

  constructor(options: WatchOptions) {
    const { workspace, log } = options
    this.#options = options
    this.#dir = jobFilesDir(workspace)
    this.#notes = new JobFileNotes(this.#dir, log)
    this.#keeper = new JobFileKeeper({
      ...options,
      readAgain: (path) => this.#reader.again([path]),
      expect: (path) => this.#reader.expect([path]),
      onFile: (path, file) => this.#show(path, file),
      onJob: (jobId) => this.#tell(jobId),
    })
    const newReader = options.newReader ?? ((reader: ReaderOptions) => new JobFolderThread(reader))
    this.#reader = newReader({
      dir: this.#dir,
      defaults: defaultsOf({ workspace }),
      pollIntervalMs: workspace.config.comfyui.poll_interval_ms,
      expected: () => this.#allTiedFiles(),
      onFindings: (findings) => this.#digest(findings),
      onTrouble: (path, error) => this.#skip(path, error),
      onSilence: (isSilent) => this.#setNotice({ isSilent }),
    })
  }

  /** Takes files from now on, or from when no other environment does any more. */
  open(): void {
    this.#endEvents = this.#options.agent.onJob(({ kind, job }) => {
      if (kind !== 'progress' && this.#claimed) this.#keeper.follow(job.id)
    })
    const { poll_interval_ms: pollMs } = this.#options.workspace.config.comfyui
    this.#timers.push(
      setTimeout(() => this.#claim(), Math.min(pollMs, CLAIM_INTERVAL_MS)),
      setInterval(() => this.#claim(), CLAIM_INTERVAL_MS),
      setInterval(() => this.tryAgain(), AGAIN_INTERVAL_MS),
    )
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#endEvents()
    for (const timer of this.#timers.splice(0)) clearTimeout(timer)
    await this.#reader.close()
    this.#leaving.clear()
    await this.#returning
    await this.#notes.close()
    this.#claimed?.release()
    this.#claimed = null
  }

  /** Hears of each job that was queued, changed or put back here; null says that the files themselves are others. */
  onChange(listener: (jobId: number | null) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  state(): JobFilesState {
    const { workspace } = this.#options
    const troubles: JobFileTrouble[] = []
    let unusable = 0
    for (const { path, state, problems, jobId } of this.#keeper.files.values()) {
      if (state === 'unusable') unusable++
      if (problems.length === 0 || troubles.length >= MOST_TROUBLES) continue
      const kind = state === 'failed' ? 'failed' : state === 'done' ? 'unmoved' : 'unusable'
      troubles.push({ path, kind, problems, jobId })
    }
    troubles.sort((a, b) => (a.path < b.path ? -1 : 1))
    return { folder: workspace.config.paths.jobs_processing, notice: this.#notice(), unusable, troubles }
  }

  /** Reads a file again, or all that could not be used or moved. */
  tryAgain(path?: string): void {
    const isStuck = ({ state }: KeptFile) => state === 'unusable' || state === 'elsewhere' || state === 'done'
    const stuck = [...this.#keeper.files.values()].filter(isStuck).map((file) => file.path)
    this.#reader.again(path === undefined ? stuck : [path])
  }

  /** The absolute path of a file that the folder holds; throws `jobFile.unknown`. */
  place(path: string): string {
    if (this.#keeper.files.has(path)) return join(this.#dir, path)
    throw new AppError('jobFile.unknown', 'This job file is gone: it was moved, renamed or removed.')
  }

  #claim(): void {
    if (this.#claimed) return
    try {
      this.#claimed = this.#options.claim(this.#dir)
      this.#setNotice({ isBusyElsewhere: this.#claimed === null, problem: null })
    } catch (error) {
      this.#setNotice({ problem: messageOf(error) })
    }
    if (this.#claimed) this.#reader.start()
  }

  #allTiedFiles(): string[] {
    const files: string[] = []
    for (;;) {
      const page = this.#options.database.jobFiles.page(files.at(-1) ?? '', COMPARED_ROWS)
      files.push(...page.map(({ jobFile }) => jobFile))
      if (page.length < COMPARED_ROWS) return files
    }
  }

  /** In slices, each a transaction, so that thousands of files hold up nobody. */
  async #digest(findings: readonly Finding[]): Promise<void> {
    const { database, agent, log } = this.#options
    for (let index = 0; index < findings.length && !this.#isClosed;) {
      const first = index
      try {
        database.transaction(() => {
          const untilMs = performance.now() + SLICE_MS
          do this.#take(findings[index++])
          while (index < findings.length && performance.now() < untilMs)
        })
      } catch (error) {
        log.error('Job files could not be queued', { files: index - first, error })
        this.#reader.again(findings.slice(first, index).flatMap((finding) => ('path' in finding ? finding.path : [])))
        await delay(AFTER_FAILURE_MS, undefined, { ref: false })
      }
      agent.wake()
      await nextTurn()
    }
    if (!this.#isClosed) this.#compareRows()
  }

  #take(finding: Finding | undefined): void {
    switch (finding?.kind) {
      case 'read':
        for (const warning of finding.draft.warnings) this.#options.log.debug(warning, { jobFile: finding.path })
        this.#keeper.read(finding.path, finding.signature, finding.draft)
        break
      case 'missing':
        this.#keeper.miss(finding.path)
        break
      case 'gone':
        this.#notes.show(finding.path, null)
        this.#keeper.lose(finding.path)
        break
      case 'noted':
        this.#notes.known(finding.path)
        break
      case 'folder':
        this.#setNotice({ problem: finding.problem })
        break
      case undefined:
        break
      default:
        assertNever(finding)
    }
  }

  /** Other processes change jobs too; a page at each look finds what no event has told. */
  #compareRows(): void {
    const page = this.#options.database.jobFiles.page(this.#comparedTo, COMPARED_ROWS)
    this.#comparedTo = page.length < COMPARED_ROWS ? '' : (page.at(-1)?.jobFile ?? '')
    const unknown = page.filter((job) => !this.#keeper.compare(job)).map(({ jobFile }) => jobFile)
    if (unknown.length > 0) this.#reader.expect(unknown)
  }

  #show(path: string, file: KeptFile | null): void {
    this.#notes.show(path, file)
    this.#tell(null)
    if (file?.state !== 'done' || file.problems.length > 0 || file.jobId === null) return
    this.#leaving.set(path, file.jobId)
    this.#returning ??= this.#bringAllHome().finally(() => (this.#returning = null))
  }

  async #bringAllHome(): Promise<void> {
    const { workspace, database, log } = this.#options
    for (const [path, jobId] of this.#leaving) {
      this.#leaving.delete(path)
      try {
        const { jobFiles } = database
        const signature = this.#keeper.files.get(path)?.signature ?? ''
        if (await bringHome({ path, jobId, signature }, { workspace, jobFiles })) this.#keeper.release(path, jobId)
        else this.#reader.again([path])
      } catch (error) {
        log.warn('A finished job file could not be moved', { jobFile: path, reason: messageOf(error) })
        this.#keeper.hold(path, `it cannot be moved to ${workspace.config.paths.jobs_finished}: ${messageOf(error)}`)
      }
    }
  }

  #skip(path: string | null, error: unknown): void {
    this.#options.log.error('The reader of job files broke down', { jobFile: path, error })
    if (path === null) return
    const draft = readJobFile(path.slice(path.lastIndexOf('/') + 1), '', defaultsOf(this.#options))
    this.#keeper.read(path, '', { ...draft, problems: [{ line: null, message: 'it cannot be understood' }] })
  }

  #setNotice(news: { isBusyElsewhere?: boolean; isSilent?: boolean; problem?: string | null }): void {
    const before = this.#notice()
    this.#isBusyElsewhere = news.isBusyElsewhere ?? this.#isBusyElsewhere
    this.#isSilent = news.isSilent ?? this.#isSilent
    if (news.problem !== undefined) this.#problem = news.problem
    const notice = this.#notice()
    if (notice === before) return
    if (notice === null) this.#options.log.info('Job files are taken again')
    else this.#options.log.warn(notice)
    this.#tell(null)
  }

  #notice(): string | null {
    const folder = this.#options.workspace.config.paths.jobs_processing
    if (this.#isBusyElsewhere)
      return `Another open environment takes the job files of ${folder}. This one goes on when that one is closed.`
    if (this.#problem !== null) {
      return `The folder ${folder} cannot be read (${this.#problem}). Connect its drive or put it back; what is queued goes on meanwhile.`
    }
    return this.#isSilent
      ? `The folder ${folder} does not answer. Check its drive; what is queued goes on meanwhile.`
      : null
  }

  #tell(jobId: number | null): void {
    for (const listener of this.#listeners) listener(jobId)
  }
}
