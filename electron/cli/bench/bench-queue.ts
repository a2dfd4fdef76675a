import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { AppError } from '#shared/models/app-error.ts'
import type { JobInputValue, JobType } from '#shared/models/job.ts'
import { Agent } from '#electron/comfyui/agent.ts'
import type { Graph } from '#electron/comfyui/graph.ts'
import { JobPlaces } from '#electron/comfyui/job-places.ts'
import { loadWorkflows } from '#electron/comfyui/workflow-registry.ts'
import { openWorkspace } from '#electron/config/workspace.ts'
import { openDatabase, type Database } from '#electron/database/open-database.ts'
import { startEngine } from '#electron/engine/engine.ts'
import type { NodeClass } from '#electron/engine/node-class.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'

const WORKFLOW = 'bench'

/** Jobs of one graph for the real agent, database and engine. */
export interface QueueRun {
  jobType: JobType
  graph: Graph
  /** Logical input → the graph's input that takes it. */
  mapping: Readonly<Record<string, { node: string; input: string }>>
  /** One job for each. */
  inputs: readonly Readonly<Record<string, JobInputValue>>[]
  extraNodes?: readonly NodeClass[]
  /** Worker threads, prompts at a time and slots of the one server. */
  lanes: number
  checkOutput?: (file: string) => Promise<Record<string, unknown>>
}

export interface QueueResult {
  /** From the agent's start to the last row that is done. */
  wallMs: number
  /** What `checkOutput` found, a job each. */
  facts: Record<string, unknown>[]
}

/** Runs the jobs in a new temporary workspace; throws `bench.jobFailed` when one does not succeed. */
export async function runQueue(run: QueueRun): Promise<QueueResult> {
  const root = await mkdtemp(join(tmpdir(), 'e3-bench-'))
  try {
    await writeWorkflow(root, run)
    return await runJobs(root, run)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function runJobs(root: string, { inputs, jobType, lanes, checkOutput, extraNodes = [] }: QueueRun) {
  const database = openDatabase(join(root, 'database', 'bench.db'), { access: 'write' })
  const engine = await startEngine({ dataDir: join(root, 'engine'), workers: lanes, concurrency: lanes, extraNodes })
  const agent = new Agent({
    database,
    servers: [{ name: 'bench', url: engine.url, slots: lanes }],
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
    const done = allDone(agent, inputs.length)
    const startMs = performance.now()
    await agent.start()
    await done
    return { wallMs: performance.now() - startMs, facts: factsOf(database) }
  } finally {
    await agent.stop()
    await engine.close()
    database.close()
  }
}

function allDone(agent: Agent, jobs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let done = 0
    agent.onJob(({ kind, job }) => {
      if (kind === 'failed')
        reject(new AppError('bench.jobFailed', `A job of the bench failed: ${job.errorTrace ?? ''}`))
      if (kind === 'done' && ++done === jobs) resolve()
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
