import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { AppError } from '#shared/models/app-error.ts'
import type { JobInputValue, JobType } from '#shared/models/job.ts'
import { Agent, type ServerSpec } from '#electron/comfyui/agent/agent.ts'
import type { Graph } from '#electron/comfyui/workflows/graph.ts'
import { JobPlaces } from '#electron/comfyui/agent/job-places.ts'
import { loadWorkflows } from '#electron/comfyui/workflows/workflow-registry.ts'
import { openWorkspace } from '#electron/config/workspace.ts'
import { openDatabase, type Database } from '#electron/database/open-database.ts'
import { startEngine, type EngineOptions } from '#electron/engine/engine.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'

const WORKFLOW = 'bench'

/** Jobs of one graph for the real agent and database. */
export interface QueueRun {
  jobType: JobType
  graph: Graph
  /** Logical input → the graph's input that takes it. */
  mapping: Readonly<Record<string, { node: string; input: string }>>
  /** One job for each. */
  inputs: readonly Readonly<Record<string, JobInputValue>>[]
  servers: readonly ServerSpec[]
  checkOutput?: (file: string) => Promise<Record<string, unknown>>
  /** Told after each job how many are done. */
  onDone?: (doneJobs: number, inputs: Readonly<Record<string, JobInputValue>>) => void
}

export interface QueueResult {
  /** When the agent was started, by `performance.now`. */
  startMs: number
  /** From the agent's start to the last row that is done. */
  wallMs: number
  /** What `checkOutput` found, a job each. */
  facts: Record<string, unknown>[]
}

/** Runs the jobs in a new temporary workspace; throws `bench.jobFailed` when one does not succeed. */
export function runQueue(run: QueueRun): Promise<QueueResult> {
  return inTemporaryFolder(async (root) => {
    await writeWorkflow(root, run)
    return runJobs(root, run)
  })
}

/** As `runQueue`, with one engine for the time of the run. */
export function runQueueOnEngine(
  run: Omit<QueueRun, 'servers'>,
  { lanes, extraNodes = [] }: { lanes: number } & Pick<EngineOptions, 'extraNodes'>,
): Promise<QueueResult> {
  return inTemporaryFolder(async (dataDir) => {
    const engine = await startEngine({ dataDir, workers: lanes, concurrency: lanes, extraNodes })
    try {
      return await runQueue({ ...run, servers: [{ name: 'bench', url: engine.url, slots: lanes }] })
    } finally {
      await engine.close()
    }
  })
}

/** Gives a new folder to the work and removes it after that. */
export async function inTemporaryFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'e3-bench-'))
  try {
    return await work(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function runJobs(root: string, run: QueueRun): Promise<QueueResult> {
  const { inputs, jobType, servers, checkOutput } = run
  const database = openDatabase(join(root, 'database', 'bench.db'), { access: 'write' })
  const agent = new Agent({
    database,
    servers,
    workflows: loadWorkflows(root),
    places: new JobPlaces(openWorkspace({ root, env: 'alpha', processEnv: {} })),
    checkOutput: checkOutput ?? (() => Promise.resolve({})),
    timeoutSeconds: 60,
    pollIntervalMs: 500,
    logger: SILENT_LOGGER,
  })
  try {
    database.jobs.enqueue(
      inputs.map((values, index) => ({
        configName: `${jobType}_bench_${index}`,
        jobType,
        workflowId: WORKFLOW,
        priority: 50,
        retryLimit: 0,
        inputs: values,
        outputPath: `out/${index}`,
        productionId: null,
        metadata: {},
      })),
    )
    const done = allDone(agent, run)
    const startMs = performance.now()
    await agent.start()
    await done
    return { startMs, wallMs: performance.now() - startMs, facts: factsOf(database) }
  } finally {
    await agent.stop()
    database.close()
  }
}

function allDone(agent: Agent, { inputs, onDone }: QueueRun): Promise<void> {
  return new Promise((resolve, reject) => {
    let doneJobs = 0
    agent.onJob(({ kind, job }) => {
      if (kind === 'failed')
        reject(new AppError('bench.jobFailed', `A job of the bench failed: ${job.errorTrace ?? ''}`))
      if (kind !== 'done') return
      doneJobs++
      onDone?.(doneJobs, job.inputs)
      if (doneJobs === inputs.length) resolve()
    })
  })
}

function factsOf(database: Database): Record<string, unknown>[] {
  return database.jobs.list().map(({ metadata }) => metadata)
}

async function writeWorkflow(root: string, { graph, mapping, jobType }: QueueRun): Promise<void> {
  for (const dir of ['config', 'workflows', 'database']) await mkdir(join(root, dir))
  const entry = {
    template_path: 'workflows/bench.json',
    description: 'What the bench measures.',
    job_type: jobType,
    required_inputs: Object.keys(mapping),
    inputs: mapping,
  }
  await writeFile(join(root, 'config', 'workflows.yaml'), stringify({ [WORKFLOW]: entry }))
  await writeFile(join(root, 'workflows', 'bench.json'), JSON.stringify(graph))
}
