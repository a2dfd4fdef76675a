import { randomInt, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { AppError, assertNever } from '#shared/models/app-error.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import { bindWorkflow, targetOf } from './bind-workflow.ts'
import type { Workflow } from './bind-workflow.ts'
import { ComfyClient } from '../client/client.ts'
import { FileInputs } from '../agent/file-inputs.ts'
import type { ServerAddress } from '../client/http.ts'
import type { JobPlaces } from '../agent/job-places.ts'
import { serverExtension } from '../agent/output-targets.ts'
import { ServerAbilities } from './server-abilities.ts'

export interface RunOnceOptions {
  server: ServerAddress & { name: string }
  workflow: Workflow
  inputs: Readonly<Record<string, JobInputValue>>
  /** Which files may go to the server. */
  places: Pick<JobPlaces, 'input'>
  /** Gets the outputs as `0.flac`, `1.png` …; made when there is one. */
  outputDir: string
  signal: AbortSignal
  /** 0–1 */
  onProgress?: (value: number) => void
}

/** What came out. */
export interface OnceResult {
  /** In the order of their nodes; `path` is absolute. */
  files: { path: string; name: string; sizeBytes: number }[]
  /** What nodes showed as text. */
  texts: string[]
}

/** Inside the range of every node, and never 0, which some take for "random". */
const SEEDS = 0x7fffffff
/** How long a prompt that is not wanted any more may take to stop before it is left to itself. */
const CANCEL_MS = 5000

/**
 * Runs a workflow once on one server, beside its queue of jobs; no try is repeated.
 *
 * Throws `job.…` for inputs that do not fit or parts that the server lacks, `server.…` when it does not answer, `workflow.failed` with
 * its words, `workflow.lost`, and an `AbortError` after `signal`: then the prompt is stopped.
 */
export async function runOnce(options: RunOnceOptions): Promise<OnceResult> {
  const { server, workflow, signal } = options
  const client = new ComfyClient({ server })
  const promptId = randomUUID()
  let acceptedId: string | null = null
  try {
    signal.throwIfAborted()
    const inputs = complete(options)
    await new ServerAbilities(client, server.name).assertAble(workflow, inputs)
    const { graph } = await new FileInputs(client, options.places).place(bindWorkflow(workflow, inputs))
    const nodes = Object.keys(graph).length
    acceptedId = promptId
    acceptedId = await client.submit(graph, promptId, signal)
    const outcome = await client.track(acceptedId, {
      signal,
      onProgress: (done) => options.onProgress?.(Math.min(1, done / nodes)),
    })
    switch (outcome.kind) {
      case 'success':
        acceptedId = null
        return { files: await fetchAll(client, outcome.files, options), texts: outcome.texts }
      case 'failed':
        throw new AppError('workflow.failed', `${server.name} could not run it: ${outcome.message}`)
      case 'cancelled':
        throw new AppError('workflow.failed', `Somebody stopped it on ${server.name}. Try again.`)
      case 'lost':
        throw new AppError('workflow.lost', `${server.name} was restarted, or somebody cleared its queue. Try again.`)
      default:
        return assertNever(outcome)
    }
  } finally {
    if (signal.aborted && acceptedId !== null) await stop(client, acceptedId)
    client.close()
  }
}

/** With a seed and a prefix of our own, so that the server does not answer from its cache. */
function complete({ workflow, inputs }: RunOnceOptions): Record<string, JobInputValue> {
  const own = { seed: randomInt(1, SEEDS), filename_prefix: `e3/trials/${randomUUID()}` }
  const missing = Object.entries(own).filter(([name]) => {
    const target = targetOf(workflow, name)
    const isGiven = Object.keys(inputs).some((other) => {
      const place = targetOf(workflow, other)
      return place?.node === target?.node && place?.input === target?.input
    })
    return target !== null && !isGiven
  })
  return { ...inputs, ...Object.fromEntries(missing) }
}

async function fetchAll(
  client: ComfyClient,
  files: readonly Parameters<ComfyClient['download']>[0][],
  { outputDir, signal }: RunOnceOptions,
): Promise<OnceResult['files']> {
  const found: OnceResult['files'] = []
  for (const [index, file] of files.entries()) {
    const path = join(outputDir, `${index}${serverExtension(file.filename).toLowerCase()}`)
    const { sizeBytes } = await client.download(file, path, signal)
    found.push({ path, name: file.filename, sizeBytes })
  }
  return found
}

/** The server may be away: then nothing is left to stop, or it goes on to its end. */
async function stop(client: ComfyClient, promptId: string): Promise<void> {
  const timer = setTimeout(() => client.close(), CANCEL_MS)
  await client.cancel(promptId).catch(() => undefined)
  clearTimeout(timer)
}
