import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openWorkspace } from '#electron/config/workspace.ts'
import { openDatabase, type Database } from '#electron/database/open-database.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import { JobFolder } from './job-folder.ts'
import type { FolderReader, ReaderOptions } from './job-folder-thread.ts'
import { JobPlaces } from '../agent/job-places.ts'
import { writeWorkflows } from '../agent/test-stage.ts'
import { WatchFolder } from './watch-folder.ts'
import { loadWorkflows } from '../workflows/workflow-registry.ts'

const NAMES = [1, 2, 3, 4].map((index) => `SPEECH_20261122120000_${index}_line.yaml`)
const PROCESSING = 'comfyui_jobs/processing'
const FINISHED = 'comfyui_jobs/finished'

type Step =
  | { kind: 'write' | 'remove' | 'fail'; at: number }
  | { kind: 'rename'; at: number; to: number }
  | { kind: 'look' | 'lease' | 'complete' }
  | { kind: 'kill'; afterWrites: number; isBefore: boolean }

const at = fc.nat(NAMES.length - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('write' as const), at }) },
  { weight: 8, arbitrary: fc.constant({ kind: 'look' as const }) },
  { weight: 2, arbitrary: fc.constantFrom({ kind: 'lease' as const }, { kind: 'complete' as const }) },
  fc.record({ kind: fc.constantFrom('remove' as const, 'fail' as const), at }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rename' as const), at, to: at }) },
  fc.record({ kind: fc.constant('kill' as const), afterWrites: fc.nat(3), isBefore: fc.boolean() }),
)

/** A producer, an agent and a studio that dies now and then, around one real folder and one real database. */
class World {
  readonly root: string
  readonly database: Database
  /** Texts of files that nobody has removed or written over. */
  readonly alive = new Set<string>()
  readonly completed: string[] = []
  #written = 0
  #clockMs = 0
  #writesLeft = Infinity
  #diesBefore = true
  #folder: WatchFolder | null = null
  #options: ReaderOptions | null = null
  #reader: JobFolder | null = null

  constructor(root: string) {
    this.root = root
    this.database = openDatabase(join(root, 'jobs.db'), { access: 'write' })
  }

  place(index: number): string {
    return join(this.root, PROCESSING, 'speech', NAMES[index] ?? '')
  }

  async open(): Promise<void> {
    this.#writesLeft = Infinity
    const started = new Promise<void>((resolve) => {
      this.#folder = this.#newFolder(resolve)
    })
    this.#folder?.open()
    await started
  }

  #newFolder(onStart: () => void): WatchFolder {
    const workspace = openWorkspace({ root: this.root, env: 'alpha', processEnv: {} })
    const newReader = (options: ReaderOptions): FolderReader => {
      this.#options = options
      return {
        start: () => {
          const { dir, defaults } = options
          this.#reader = new JobFolder({ dir, defaults, expected: options.expected() })
          this.#reader.prepare()
          onStart()
        },
        again: (paths) => paths.forEach((path) => this.#reader?.again(path)),
        expect: (paths) => this.#reader?.expect(paths),
        close: () => Promise.resolve(),
      }
    }
    return new WatchFolder({
      workspace,
      database: { ...this.database, jobFiles: this.#mortal(this.database.jobFiles) },
      workflows: loadWorkflows(this.root),
      places: new JobPlaces(workspace),
      agent: {
        wake: () => undefined,
        onJob: () => () => undefined,
        cancelJob: (id, reason) => this.database.jobs.cancel(id, reason),
      },
      log: SILENT_LOGGER,
      claim: () => ({ release: () => undefined }),
      isHeldElsewhere: () => false,
      newReader,
    })
  }

  /** The same rows, but the process is dead from a certain write on: either it is still made or not. */
  #mortal<T extends object>(repository: T): T {
    return new Proxy(repository, {
      get: (target, property) => {
        const member: unknown = Reflect.get(target, property, target)
        if (typeof member !== 'function') return member
        if (!['tie', 'rewrite', 'moveOutput'].includes(String(property))) return member.bind(target) as unknown
        return (...values: unknown[]): unknown => {
          const isLast = this.#writesLeft-- === 0
          if (this.#writesLeft < -1 || (isLast && this.#diesBefore)) throw new Error('The process is dead.')
          const result: unknown = Reflect.apply(member, target, values)
          if (isLast) throw new Error('The process is dead.')
          return result
        }
      },
    })
  }

  async look(): Promise<void> {
    this.#clockMs += 400
    await this.#options?.onFindings(this.#reader?.look(this.#clockMs).findings ?? [])
  }

  async kill(afterWrites: number, isBefore: boolean): Promise<void> {
    this.#writesLeft = afterWrites
    this.#diesBefore = isBefore
    await this.look()
    await this.look()
    await this.#folder?.close()
    await this.open()
  }

  async write(index: number): Promise<void> {
    const text = `line ${++this.#written}`
    await this.#forget(this.place(index))
    const output = `${this.#written % 2 === 0 ? PROCESSING : FINISHED}/speech/out/${this.#written}`
    const job = { job_type: 'SPEECH', workflow_id: 'echo', inputs: { text }, outputs: { file_path: output } }
    // Nobody writes exactly as many bytes in the same moment: a longer text each time is another size.
    await writeFile(this.place(index), `${JSON.stringify(job)}\n${'#'.repeat(this.#written)}\n`)
    this.alive.add(text)
  }

  async remove(index: number): Promise<void> {
    await this.#forget(this.place(index))
    await rm(this.place(index), { force: true })
  }

  async rename(from: number, to: number): Promise<void> {
    if (existsSync(this.place(from)) && !existsSync(this.place(to))) {
      await rename(this.place(from), this.place(to)).catch(() => undefined)
    }
  }

  async complete(): Promise<void> {
    const [job] = this.database.jobs.list({ status: 'processing' })
    if (!job) return
    const place = join(this.root, `${job.outputPath.replace(/\.txt$/, '')}.txt`)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, String(job.inputs['text']))
    this.completed.push(String(job.inputs['text']))
    this.database.jobs.complete(job.id, { outputPath: `${job.outputPath.replace(/\.txt$/, '')}.txt` })
  }

  fail(): void {
    const [job] = this.database.jobs.list({ status: 'processing' })
    if (job) this.database.jobs.fail(job.id, { errorClass: 'serverError', errorTrace: 'No.' })
  }

  lease(): void {
    this.database.jobs.lease({ workerId: 'w', leaseMs: 1000 })
  }

  /** Everything that waits runs, everything that is done goes home. */
  async settle(): Promise<WatchFolder['state']> {
    for (let round = 0; round < 6; round++) {
      await this.#folder?.close()
      await this.open()
      for (let looks = 0; looks < 8; looks++) {
        await this.look()
        this.lease()
        await this.complete()
      }
      this.#folder?.tryAgain()
    }
    await this.#folder?.close()
    return () => this.#folder?.state() ?? { folder: '', notice: null, unusable: 0, troubles: [] }
  }

  async textsBelow(folder: string): Promise<string[]> {
    const names = await readdir(join(this.root, folder, 'speech')).catch(() => [])
    const files = names.filter((name) => name.endsWith('.yaml'))
    return Promise.all(files.map((name) => textOf(join(this.root, folder, 'speech', name))))
  }

  async #forget(place: string): Promise<void> {
    const text = await textOf(place).catch(() => null)
    if (text !== null) this.alive.delete(text)
  }
}

async function textOf(place: string): Promise<string> {
  const [line = ''] = (await readFile(place, 'utf8')).split('\n')
  return (JSON.parse(line) as { inputs: { text: string } }).inputs.text
}

async function take(world: World, next: Step): Promise<void> {
  switch (next.kind) {
    case 'write':
      return world.write(next.at)
    case 'remove':
      return world.remove(next.at)
    case 'rename':
      return world.rename(next.at, next.to)
    case 'kill':
      return world.kill(next.afterWrites, next.isBefore)
    case 'complete':
      return world.complete()
    case 'look':
      return world.look()
    case 'lease':
      world.lease()
      return
    case 'fail':
      world.fail()
  }
}

test('loses no file and runs none twice, whatever producers do and whenever the studio dies', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const root = await mkdtemp(join(tmpdir(), 'e3-watch-'))
      await writeWorkflows(root)
      await writeFile(join(root, 'config/global.yaml'), 'comfyui: { poll_interval_ms: 10 }\n')
      const world = new World(root)
      try {
        await world.open()
        for (const next of steps) await take(world, next)
        const state = await world.settle()

        expect(new Set(world.completed).size, 'none ran twice').toBe(world.completed.length)
        const [waiting, finished] = [await world.textsBelow(PROCESSING), await world.textsBelow(FINISHED)]
        expect([...waiting, ...finished].filter((text) => world.alive.has(text)).sort(), 'no file is lost').toEqual(
          [...world.alive].sort(),
        )
        expect(
          finished.filter((text) => !world.completed.includes(text)),
          'what is finished was made',
        ).toEqual([])
        expect(state().troubles.length, 'what stays says why').toBe(waiting.length)
        const rows = world.database.jobs.list({ status: 'done' })
        expect(
          rows.filter(({ outputPath }) => !existsSync(join(root, outputPath))),
          'outputs are where rows say',
        ).toEqual([])
      } finally {
        world.database.close()
        await rm(root, { recursive: true, force: true })
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)
