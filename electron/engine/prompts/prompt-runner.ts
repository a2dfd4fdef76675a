import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '#electron/log/logger.ts'
import type { Faults } from '../faults.ts'
import { toText } from './convert-literal.ts'
import { isRecord } from './graph.ts'
import { History } from './history.ts'
import { PromptAudience, type Postbox } from './prompt-audience.ts'
import { PromptQueue, type Prompt } from './prompt-queue.ts'
import { runPrompt, type RunEnvironment } from './run-prompt.ts'
import { isGraph, validatePrompt } from './validate-prompt.ts'

/** What a runner needs besides what its prompts need. */
export interface RunnerOptions {
  environment: RunEnvironment
  /** Prompts at a time. */
  concurrency: number
  faults: Faults
  logger: Logger
}

interface Run {
  prompt: Prompt
  audience: PromptAudience
  controller: AbortController
}

/** Accepts prompts, runs them in order, keeps their history: what a ComfyUI server forgets when it ends. */
export class PromptRunner {
  readonly history = new History()
  readonly queue = new PromptQueue(() => this.#changed())
  readonly #options: RunnerOptions
  readonly #runs = new Set<Run>()
  #postbox: Postbox | null = null
  #nextNumber = 0
  #isClosed = false

  constructor(options: RunnerOptions) {
    this.#options = options
  }

  /** Who messages go to; nobody before this is called. */
  attach(postbox: Postbox): void {
    this.#postbox = postbox
  }

  /** The body of GET /prompt. */
  status(): { exec_info: { queue_remaining: number } } {
    return { exec_info: { queue_remaining: this.queue.remaining } }
  }

  /** Nodes that run now for a client. */
  currentNodes(clientId: string): string[] {
    return [...this.#runs]
      .filter(({ audience }) => audience.clientId === clientId)
      .flatMap(({ audience }) => audience.currentNode ?? [])
  }

  /** Checks and queues a prompt; a refused one uses its number up. */
  submit(body: Record<string, unknown>): { status: number; body: object } {
    const number = this.#number(body)
    const graph = body['prompt']
    if (graph === undefined)
      return refusal({ type: 'no_prompt', message: 'No prompt provided', details: 'No prompt provided' })
    if (!isGraph(graph)) throw new TypeError('The prompt is not a graph')
    const targets = body['partial_execution_targets']
    const { classes, files } = this.#options.environment
    const validation = validatePrompt(graph, classes, files, Array.isArray(targets) ? targets.map(String) : null)
    if (validation.error) return refusal(validation.error, validation.nodeErrors)
    const promptId = body['prompt_id'] === undefined ? randomUUID() : toText(body['prompt_id'])
    const extraData = isRecord(body['extra_data']) ? { ...body['extra_data'] } : {}
    if (body['client_id'] !== undefined) extraData['client_id'] = body['client_id']
    this.queue.put({ number, promptId, graph, extraData, outputs: validation.outputs })
    // Later, so that the reply to this post is usually read before the prompt's first message.
    setImmediate(() => this.#startNext())
    return { status: 200, body: { prompt_id: promptId, number, node_errors: validation.nodeErrors } }
  }

  /** Interrupts what runs, or only one prompt if it runs. */
  interrupt(promptId: string | null): void {
    for (const { prompt, controller } of this.#runs) {
      if (promptId === null || prompt.promptId === promptId) controller.abort()
    }
  }

  /** Empties the node cache. */
  forgetResults(): void {
    this.#options.environment.cache.clear()
  }

  /** Stops all work without a word to anybody. */
  close(): void {
    this.#isClosed = true
    this.#postbox = null
    this.interrupt(null)
  }

  #number(body: Record<string, unknown>): number {
    if (body['number'] !== undefined) return Number(body['number'])
    const number = this.#nextNumber++
    return body['front'] === true ? -number : number
  }

  #startNext(): void {
    if (this.#isClosed || this.#runs.size >= this.#options.concurrency) return
    const prompt = this.queue.take()
    if (!prompt) return
    this.#run(prompt)
      .catch((error: unknown) => this.#options.logger.error('A prompt broke the engine', { error }))
      .finally(() => this.#startNext())
    this.#startNext()
  }

  async #run(prompt: Prompt): Promise<void> {
    const { client_id: clientId } = prompt.extraData
    const postbox: Postbox = {
      send: (client, message) => this.#postbox?.send(client, message),
      wantsPreviewIds: (client) => this.#postbox?.wantsPreviewIds(client) ?? false,
    }
    const audience = new PromptAudience(postbox, prompt.promptId, typeof clientId === 'string' ? clientId : null)
    const run = { prompt, audience, controller: new AbortController() }
    this.#runs.add(run)
    try {
      const entry = await runPrompt(prompt, this.#options.environment, audience, run.controller.signal)
      if (this.#options.faults.delayHistoryMs > 0) await delay(this.#options.faults.delayHistoryMs)
      this.history.add(prompt.promptId, entry)
    } finally {
      this.#runs.delete(run)
      this.queue.finish(prompt)
      audience.finished()
    }
  }

  #changed(): void {
    this.#postbox?.send(null, { type: 'status', data: { status: this.status() } })
  }
}

function refusal(
  error: { type: string; message: string; details: string },
  nodeErrors: object = {},
): { status: number; body: object } {
  return { status: 400, body: { error: { extra_info: {}, ...error }, node_errors: nodeErrors } }
}
