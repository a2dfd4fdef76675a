import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '#electron/database/open-database.ts'
import type { Database } from '#electron/database/open-database.ts'
import { startEngine } from '#electron/engine/engine.ts'
import type { Engine, EngineOptions } from '#electron/engine/engine.ts'
import type { NodeClass } from '#electron/engine/node-class.ts'
import type { Job, NewJob } from '#shared/models/job.ts'
import { Agent } from './agent.ts'
import type { AgentOptions, JobEvent } from './agent.ts'
import { agentOptions } from './test-agent-options.ts'

const WORKFLOWS = `
echo:
  template_path: workflows/echo.json
  description: Saves its text as a file.
  job_type: SPEECH
  required_inputs: [text]
  inputs:
    text: { node: "1", input: text }
    delay_ms: { node: "1", input: delay_ms }
    files: { node: "1", input: files }
    filename_prefix: { node: "1", input: filename_prefix }
missing:
  template_path: workflows/missing.json
  description: Needs a node that no test server has.
  job_type: SPEECH
  required_inputs: [text]
  inputs:
    text: { node: "1", input: text }
`
const ECHO = { class_type: 'Echo', inputs: { text: '', delay_ms: 0, files: 1, filename_prefix: 'echo' } }

/** A workspace in a temporary folder with an engine whose `Echo` node logs what it renders. */
export interface Stage {
  root: string
  engine: Engine
  database: Database
  /** Keeps prompts half rendered from now on; returns what lets them go on. */
  hold(): () => void
  /** Texts in the order in which they were rendered to the end. */
  rendered: string[]
  addJobs(texts: readonly string[], extra?: Partial<NewJob>): number[]
  newAgent(options?: Partial<AgentOptions>): Agent
  /** What lies at a job's place. */
  output(id: number): Promise<string>
  close(): Promise<void>
}

/** Sets a stage; `close` takes it down with everything that was started on it. */
export async function setStage(options: Partial<EngineOptions> = {}): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'e3-comfyui-'))
  await writeWorkflows(root)
  const rendered: string[] = []
  let held = Promise.resolve()
  const engine = await startEngine({
    dataDir: join(root, 'server'),
    workers: 0,
    extraNodes: [echoNode(rendered, () => held)],
    ...options,
  })
  const database = openDatabase(join(root, 'jobs.db'), { access: 'write' })
  const agents: Agent[] = []
  return {
    root,
    engine,
    database,
    rendered,
    hold: () => {
      let release: () => void = () => undefined
      held = new Promise((resolve) => (release = resolve))
      return release
    },
    addJobs: (texts, extra) => database.jobs.enqueue(texts.map((text) => newJob(text, extra))),
    newAgent: (overrides) => {
      const agent = new Agent(agentOptions(root, engine.url, database, overrides))
      agents.push(agent)
      return agent
    },
    output: async (id) => readFile(join(root, database.jobs.get(id)?.outputPath ?? ''), 'utf8'),
    close: async () => {
      for (const agent of agents) await agent.stop()
      await engine.close()
      database.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

let jobCount = 0

/** A job for `Echo`; its output goes to `out/<text>`. */
export function newJob(text: string, extra: Partial<NewJob> = {}): NewJob {
  jobCount++
  return {
    configName: `SPEECH_20261122000000_${jobCount}_${text}`,
    jobType: 'SPEECH',
    workflowId: 'echo',
    priority: 50,
    retryLimit: 2,
    productionId: null,
    outputPath: `out/${text}`,
    metadata: {},
    ...extra,
    inputs: { text, ...extra.inputs },
  }
}

/** Resolves with the rows once each of the jobs is done or failed. */
export async function settled(database: Database, agent: Agent, ids: readonly number[]): Promise<Job[]> {
  const open = new Set(ids.filter((id) => !['done', 'failed'].includes(database.jobs.get(id)?.status ?? '')))
  await until(agent, (event) => {
    if (event?.kind === 'done' || event?.kind === 'failed') open.delete(event.job.id)
    return open.size === 0
  })
  return ids.flatMap((id) => database.jobs.get(id) ?? [])
}

/** Resolves once `holds` does, which is asked after each event of the agent. */
export async function until(agent: Agent, holds: (event?: JobEvent) => boolean): Promise<void> {
  if (holds()) return
  await new Promise<void>((resolve) => {
    const stop = agent.onJob((event) => {
      if (!holds(event)) return
      stop()
      resolve()
    })
  })
}

/** Writes the workflows `echo` and `missing` into an empty workspace. */
export async function writeWorkflows(root: string): Promise<void> {
  await mkdir(join(root, 'config'))
  await mkdir(join(root, 'workflows'))
  await writeFile(join(root, 'config/workflows.yaml'), WORKFLOWS)
  await writeFile(join(root, 'workflows/echo.json'), JSON.stringify({ '1': ECHO }))
  await writeFile(join(root, 'workflows/missing.json'), JSON.stringify({ '1': { ...ECHO, class_type: 'Nowhere' } }))
}

function echoNode(rendered: string[], held: () => Promise<void>): NodeClass {
  return {
    name: 'Echo',
    displayName: 'Echo',
    description: '',
    category: 'test',
    pythonModule: 'test',
    inputs: () => ({
      required: {
        text: ['STRING', {}],
        delay_ms: ['INT', { default: 0 }],
        files: ['INT', { default: 1, min: 0, max: 9 }],
        filename_prefix: ['STRING', {}],
      },
    }),
    outputs: [],
    isOutput: true,
    async execute(inputs, { files, progress, signal }) {
      progress(0, 2)
      await delay(Number(inputs['delay_ms']), undefined, { signal })
      progress(1, 2)
      await held()
      const saved = []
      for (let index = 0; index < Number(inputs['files']); index++) {
        const bytes = Buffer.from(String(inputs['text']))
        saved.push(await files.save('output', String(inputs['filename_prefix']), 'txt', bytes))
      }
      rendered.push(String(inputs['text']))
      return { ui: { files: saved } }
    },
  }
}
