import { randomUUID } from 'node:crypto'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ComfyClient } from '#electron/comfyui/client/client.ts'
import { loadWorkflows } from '#electron/comfyui/workflows/workflow-registry.ts'
import { startEngine, type Engine } from '#electron/engine/engine.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Narrator } from '#shared/models/narrator.ts'

/** Records what a narrator sounds like, on an engine of its own that starts with the first recording. */
export class SampleStudio {
  readonly #workflowsRoot: string
  #opened: Promise<{ engine: Engine; client: ComfyClient; dir: string }> | null = null

  constructor(workflowsRoot: string) {
    this.#workflowsRoot = workflowsRoot
  }

  /** Speaks a few sentences into the file at `path`. */
  async record(narrator: Narrator, path: string): Promise<void> {
    this.#opened ??= this.#open()
    const { client } = await this.#opened
    const text = `Hello. I am ${narrator.name}, and this is how I read. It was the best of times, it was the worst of times.`
    const { graph } = loadWorkflows(this.#workflowsRoot).bind(narrator.voiceModel, { ...narrator.parameters, text })
    const outcome = await client.track(await client.submit(graph, randomUUID()))
    const [file] = outcome.kind === 'success' ? outcome.files : []
    if (file === undefined) {
      const reason = outcome.kind === 'failed' ? outcome.message : `the recording was ${outcome.kind}`
      throw new AppError('narrator.noSample', `The sample of ${narrator.name} could not be recorded: ${reason}`)
    }
    await client.download(file, `${path}.part`)
    await rename(`${path}.part`, path)
  }

  async close(): Promise<void> {
    if (this.#opened === null) return
    const { client, engine, dir } = await this.#opened
    client.close()
    await engine.close()
    await rm(dir, { recursive: true, force: true })
  }

  async #open(): Promise<{ engine: Engine; client: ComfyClient; dir: string }> {
    const dir = await mkdtemp(join(tmpdir(), 'e3-samples-'))
    const engine = await startEngine({ dataDir: dir, workers: 1 })
    return { engine, client: new ComfyClient({ server: { url: engine.url } }), dir }
  }
}
