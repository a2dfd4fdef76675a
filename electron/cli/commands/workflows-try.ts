import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { targetOf, type Workflow } from '#electron/comfyui/workflows/bind-workflow.ts'
import { RECORDING } from '#electron/comfyui/workflows/detect-inputs.ts'
import { runOnce } from '#electron/comfyui/workflows/run-once.ts'
import { VOICE_SAMPLE } from '#electron/comfyui/workflows/workflow-entry.ts'
import { EMBEDDED_SERVER } from '#electron/config/defaults.ts'
import { startEngine } from '#electron/engine/engine.ts'
import { copyFileAtomic } from '#electron/library/atomic-file.ts'
import type { Studio } from '#electron/studio/open-studio.ts'
import { trialInputs } from '#electron/studio/trial-inputs.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { formatDuration } from '../format-values.ts'
import { interruptible } from '../interruption.ts'
import { configuredServers, serverFits, type ConfiguredServer } from '../server-fits.ts'
import { withStudio } from '../with-studio.ts'

/** What `e3 workflows try` was asked for. */
export interface TryRequest {
  id: string
  server?: string
  text?: string
  sample?: string
  sampleText?: string
  /** `name=value` */
  input?: readonly string[]
  out?: string
}

/** `e3 workflows try`: runs a workflow once and keeps what comes out. */
export function tryWorkflow(context: CommandContext, request: TryRequest): Promise<CommandResult> {
  return withStudio(context, 'read', async (studio) => {
    const workflow = studio.workflows.get(request.id)
    const configured = await chooseServer(studio, workflow, request.server)
    const inputs = inputsOf(studio, workflow, request)
    const dir = await mkdtemp(join(tmpdir(), 'e3-try-'))
    const server = await started(configured, dir)
    try {
      return await interruptible(
        context,
        async (signal) => {
          const startMs = performance.now()
          const places = { input: (path: string) => resolve(studio.workspace.root, path) }
          const outputDir = join(dir, 'out')
          const result = await runOnce({ server, workflow, inputs, places, outputDir, signal }).catch(
            (error: unknown) => {
              if (signal.aborted) return null
              throw error
            },
          )
          if (result === null) return null
          const { files, texts } = result
          const tookMs = Math.round(performance.now() - startMs)
          const kept = await keep(files, request)
          const paths = kept.map(({ path }) => path)
          const took = `${workflow.workflowId} on ${server.name}: ${formatDuration(tookMs)}.`
          const documents = kept.map(({ path, sizeBytes }) => ({
            path: studio.workspace.relative(path),
            bytes: sizeBytes,
          }))
          const document = { workflowId: workflow.workflowId, serverName: server.name, files: documents, texts, tookMs }
          return { document: { trial: document }, lines: [...texts, ...paths, took] }
        },
        () => 'The trial was stopped.',
      )
    } finally {
      await server.close()
      await rm(dir, { recursive: true, force: true })
    }
  })
}

/** The one that is named, else the first that can. */
async function chooseServer(
  { workspace }: Studio,
  workflow: Workflow,
  wanted: string | undefined,
): Promise<ConfiguredServer> {
  const servers = configuredServers(workspace.config)
  const able = async () => {
    const fits = (await serverFits(servers, [workflow])).get(workflow.workflowId) ?? []
    return fits.find(({ status }) => status === 'able')?.serverName
  }
  const name = wanted ?? (await able())
  const names = servers.map((server) => server.name).join(', ')
  if (name === undefined) {
    const message = `No server can run ${workflow.workflowId} (${names}). \`e3 workflows\` says what each of them lacks.`
    throw new AppError('workflow.notAble', message)
  }
  const found = servers.find((server) => server.name === name)
  if (found !== undefined) return found
  throw new AppError('server.unknown', `There is no server ${name}. There are: ${names}.`)
}

/** The built-in engine is started for the trial alone: that of a studio which is open is left alone. */
async function started(server: ConfiguredServer, dir: string): Promise<ConfiguredServer & { close(): Promise<void> }> {
  if (server.url !== EMBEDDED_SERVER.url) return { ...server, close: () => Promise.resolve() }
  const engine = await startEngine({ dataDir: join(dir, 'engine'), workers: 1 })
  return { ...server, url: engine.url, close: () => engine.close() }
}

function inputsOf({ database }: Studio, workflow: Workflow, request: TryRequest): Record<string, JobInputValue> {
  const sampleInput = [VOICE_SAMPLE, RECORDING].find((name) => targetOf(workflow, name) !== null)
  const named = (request.input ?? []).map((words) => words.split(/=(.*)/s).slice(0, 2) as [string, string])
  const subject = ['text', 'prompt'].find((name) => targetOf(workflow, name) !== null)
  return {
    ...trialInputs(workflow, database.narrators.list()),
    ...(request.text !== undefined && subject !== undefined && { [subject]: request.text }),
    ...(request.sample !== undefined && sampleInput !== undefined && { [sampleInput]: resolve(request.sample) }),
    ...(request.sampleText !== undefined && { sample_text: request.sampleText }),
    ...Object.fromEntries(named),
  }
}

/** Several files are numbered, as a job's are. */
async function keep(
  files: readonly { path: string; sizeBytes: number }[],
  { id, out }: TryRequest,
): Promise<{ path: string; sizeBytes: number }[]> {
  const given = out === undefined ? '' : extname(out)
  const stem = resolve(out === undefined ? id : out.slice(0, out.length - given.length))
  return Promise.all(
    files.map(async ({ path, sizeBytes }, index) => {
      const own = files.length === 1 ? given || extname(path) : `_${index + 1}${extname(path)}`
      await copyFileAtomic(path, `${stem}${own}`)
      return { path: `${stem}${own}`, sizeBytes }
    }),
  )
}
