import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#electron/database/open-database.ts'
import type { Database } from '#electron/database/open-database.ts'
import { startEngine } from '#electron/engine/engine.ts'
import type { Engine } from '#electron/engine/engine.ts'
import type { AgentOptions } from '../agent.ts'
import { agentOptions } from '../test-agent-options.ts'
import { newJob } from '../test-stage.ts'
import { startAgentHere, startAgentProcess } from './agent-side.ts'
import type { AgentSide } from './agent-side.ts'
import { eventually } from './eventually.ts'
import { FaultyProxy } from './faulty-proxy.ts'
import { Renderer, resultOf } from './test-nodes.ts'
import { LIMITS, POLL_MS } from './times.ts'

/** The queue, in its order: `a` is what happens to is looked at, the others show that the queue goes on. */
export const TEXTS = ['a', 'b', 'c'] as const

/** A prompt of another studio on the same server. */
export const FOREIGN = 'foreign'

const WORKFLOW = `
speak:
  template_path: workflows/speak.json
  description: Renders a text and saves it.
  job_type: SPEECH
  required_inputs: [text]
  inputs:
    text: { node: "1", input: text }
    filename_prefix: { node: "2", input: filename_prefix }
`

/** Three jobs, a server, and between it and an agent a network that fails on request. */
export interface RecoveryStage {
  renderer: Renderer
  engine: Engine
  proxy: FaultyProxy
  database: Database
  startAgent(where: 'here' | 'process', options?: Partial<AgentOptions>): Promise<AgentSide>
  postForeign(): Promise<void>
  /** Prompts that run or wait on the server. */
  promptsLeft(): Promise<number>
  /** How the jobs ended, once all have. */
  result(): Promise<Result>
  close(): Promise<void>
}

export interface Result {
  /** `done`, or the class of the failure, a job each. */
  ends: string[]
  runs: number[]
  /** What the server rendered to the end, sorted. */
  rendered: string[]
  /** What lies where outputs go, and whether it is what it should be. */
  files: Record<string, 'whole' | 'spoilt'>
}

/** As if nothing had happened. */
export const UNHARMED: Result = {
  ends: TEXTS.map(() => 'done'),
  runs: TEXTS.map(() => 1),
  rendered: [...TEXTS],
  files: Object.fromEntries(TEXTS.map((text) => [`${text}.txt`, 'whole'])),
}

export async function setRecoveryStage(): Promise<RecoveryStage> {
  const root = await mkdtemp(join(tmpdir(), 'e3-recovery-'))
  for (const folder of ['config', 'workflows', 'out']) await mkdir(join(root, folder))
  await writeFile(join(root, 'config/workflows.yaml'), WORKFLOW)
  await writeFile(join(root, 'workflows/speak.json'), JSON.stringify(speakGraph('')))
  const renderer = new Renderer()
  const engine = await startEngine({ dataDir: join(root, 'server'), workers: 0, extraNodes: renderer.nodes() })
  const proxy = await FaultyProxy.open(engine.url)
  const database = openDatabase(join(root, 'jobs.db'), { access: 'write' })
  const { jobs } = database
  const ids = jobs.enqueue(TEXTS.map((text) => newJob(text, { workflowId: 'speak' })))
  const agents: AgentSide[] = []
  const rows = () => ids.flatMap((id) => jobs.get(id) ?? [])
  return {
    renderer,
    engine,
    proxy,
    database,
    async startAgent(where, options) {
      const agent =
        where === 'process'
          ? startAgentProcess(root, database.file, proxy.url)
          : await startAgentHere(
              agentOptions(root, proxy.url, database, { pollIntervalMs: POLL_MS, limits: LIMITS, ...options }),
            )
      agents.push(agent)
      return agent
    },
    async postForeign() {
      const body = JSON.stringify({ prompt: speakGraph(FOREIGN) })
      await fetch(`${engine.url}/prompt`, { method: 'POST', body })
    },
    async promptsLeft() {
      const response = await fetch(`${engine.url}/prompt`)
      const { exec_info: info } = (await response.json()) as { exec_info: { queue_remaining: number } }
      return info.queue_remaining
    },
    async result() {
      await eventually('every job ended', () => rows().every(({ status }) => status === 'done' || status === 'failed'))
      return {
        ends: rows().map(({ errorClass, status }) => errorClass ?? status),
        runs: rows().map(({ runCount }) => runCount),
        rendered: renderer.rendered.filter((text) => text !== FOREIGN).toSorted(),
        files: await readResults(join(root, 'out')),
      }
    },
    async close() {
      await proxy.close()
      for (const agent of agents) {
        agent.letCheck()
        await agent.stop()
      }
      await engine.close()
      database.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

async function readResults(folder: string): Promise<Result['files']> {
  const files: Result['files'] = {}
  for (const name of await readdir(folder)) {
    const isWhole = (await readFile(join(folder, name))).equals(resultOf(name.slice(0, 1)))
    files[name] = isWhole ? 'whole' : 'spoilt'
  }
  return files
}

function speakGraph(text: string): object {
  return {
    '1': { class_type: 'Render', inputs: { text } },
    '2': { class_type: 'Save', inputs: { text: ['1', 0], filename_prefix: 'speak' } },
  }
}
