import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Agent } from '#electron/comfyui/agent/agent.ts'
import { RECORDING } from '#electron/comfyui/workflows/detect-inputs.ts'
import type { ServerAddress } from '#electron/comfyui/client/http.ts'
import type { JobPlaces } from '#electron/comfyui/agent/job-places.ts'
import { outputKinds } from '#electron/comfyui/workflows/output-kinds.ts'
import { runOnce } from '#electron/comfyui/workflows/run-once.ts'
import type { WorkflowRegistry } from '#electron/comfyui/workflows/workflow-registry.ts'

interface SampleWordsOptions {
  workflows: WorkflowRegistry
  agent: Pick<Agent, 'fits'>
  serverSpecs: readonly (ServerAddress & { name: string })[]
  places: Pick<JobPlaces, 'input'>
}

/** A model may have to be loaded first. */
const TIME_LIMIT_MS = 300_000
/** Whole minutes of speech have fewer. */
const MOST_CHARACTERS = 2000

/** Finds out what voice samples say, with a workflow that recognises speech. */
export class SampleWords {
  readonly #options: SampleWordsOptions
  readonly #closed = new AbortController()

  constructor(options: SampleWordsOptions) {
    this.#options = options
  }

  close(): void {
    this.#closed.abort()
  }

  /**
   * What the recording says; null when no connected server can recognise it, or when nothing was heard.
   *
   * Throws what `runOnce` throws.
   */
  async recognise(path: string): Promise<string | null> {
    const { serverSpecs, places, workflows } = this.#options
    const found = this.#recogniser()
    const server = serverSpecs.find(({ name }) => name === found?.serverName)
    if (found === null || server === undefined) return null
    const stop = new AbortController()
    const abort = () => stop.abort()
    const timer = setTimeout(abort, TIME_LIMIT_MS)
    this.#closed.signal.addEventListener('abort', abort)
    const { texts } = await runOnce({
      server,
      workflow: workflows.get(found.workflowId),
      inputs: { [RECORDING]: path },
      places,
      outputDir: join(tmpdir(), 'e3-sample-words'),
      signal: stop.signal,
    }).finally(() => {
      clearTimeout(timer)
      this.#closed.signal.removeEventListener('abort', abort)
    })
    const words = (texts[0] ?? '').replace(/\s+/g, ' ').trim()
    return words === '' ? null : words.slice(0, MOST_CHARACTERS)
  }

  /** The first workflow that makes nothing but text of a recording, on the first server that can. */
  #recogniser(): { workflowId: string; serverName: string } | null {
    const { workflows, agent } = this.#options
    for (const { workflowId, jobType } of workflows.list()) {
      if (jobType !== 'AUDIO' || !workflows.isUsable(workflowId)) continue
      const { graph, requiredInputs } = workflows.get(workflowId)
      if (requiredInputs.join() !== RECORDING || outputKinds(graph).join() !== 'text') continue
      const able = agent.fits(workflowId).find(({ status }) => status === 'able')
      if (able !== undefined) return { workflowId, serverName: able.serverName }
    }
    return null
  }
}
