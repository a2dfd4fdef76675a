import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '#electron/log/logger.ts'
import { isPromptId } from '../dialect.ts'
import { occurs, type Faults } from '../faults.ts'
import { convertLiteral, toText } from './convert-literal.ts'
import { isRecord } from './graph.ts'
import { History, type HistoryEntry } from './history.ts'
import { PromptAudience, type Postbox } from './prompt-audience.ts'
import { PromptQueue, withoutSecrets, type Prompt } from './prompt-queue.ts'
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

/** Each node that begins is reported with all before it: more would keep the thread busy for too long. */
const MAX_NODES = 10_000

const NO_PROMPT = { type: 'no_prompt', message: 'No prompt provided', details: 'No prompt provided' }
const INVALID_PROMPT_ID = {
  type: 'invalid_prompt_id',
  message: 'prompt_id must be a valid UUID',
  details:
    'prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one',
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
    if (!('prompt' in body)) return refusal(NO_PROMPT)
    const { dialect } = this.#options.faults
    const { classes, files } = this.#options.environment
    const graph = body['prompt']
    const givenId = body['prompt_id'] ?? null
    if (dialect === '0.38' && givenId !== null && !isPromptId(givenId)) return refusal(INVALID_PROMPT_ID)
    if (!isGraph(graph)) throw new TypeError('The prompt is not a graph')
    if (Object.keys(graph).length > MAX_NODES) throw new RangeError(`The graph has more than ${MAX_NODES} nodes`)
    const targets = body['partial_execution_targets']
    const wanted = Array.isArray(targets) ? targets.map(String) : null
    const validation = validatePrompt(graph, { classes, files, dialect, targets: wanted })
    if (validation.error) return refusal(validation.error, validation.nodeErrors)
    const isMadeHere = dialect === '0.38' ? givenId === null : body['prompt_id'] === undefined
    const promptId = isMadeHere ? randomUUID() : toText(givenId)
    this.queue.put({ number, promptId, graph, extraData: this.#extraData(body), outputs: validation.outputs })
    // Later, so that the reply to this post is usually read before the prompt's first message.
    setImmediate(() => this.#startNext())
    return { status: 200, body: { prompt_id: promptId, number, node_errors: validation.nodeErrors } }
  }

  /** Takes a pending prompt away, or interrupts it if it is the running one; false if it is neither. */
  cancel(promptId: string): boolean {
    if (this.queue.remove(promptId)) return true
    const isRunning = this.queue.running.some((prompt) => prompt.promptId === promptId)
    if (isRunning) this.interrupt(promptId)
    return isRunning
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
    if ('number' in body) return Number(convertLiteral('FLOAT', body['number']))
    const number = this.#nextNumber++
    return body['front'] ? -number : number
  }

  #extraData(body: Record<string, unknown>): Record<string, unknown> {
    const given = isRecord(body['extra_data']) ? body['extra_data'] : {}
    const client = 'client_id' in body ? { client_id: body['client_id'] } : {}
    if (this.#options.faults.dialect === '0.3.64') return { ...given, ...client }
    return { ...withoutSecrets(given), ...client, create_time: Date.now() }
  }

  #startNext(): void {
    if (this.#isClosed || this.#runs.size >= this.#options.concurrency) return
    const prompt = this.queue.take()
    if (!prompt) return
    if (occurs(this.#options.faults, 'losePrompts')) this.queue.finish(prompt)
    else {
      this.#run(prompt)
        .catch((error: unknown) => this.#options.logger.error('A prompt broke the engine', { error }))
        .finally(() => this.#startNext())
    }
    this.#startNext()
  }

  async #run(prompt: Prompt): Promise<void> {
    const { client_id: clientId } = prompt.extraData
    const postbox: Postbox = {
      send: (client, message) => this.#postbox?.send(client, message),
      isHeard: (client) => this.#postbox?.isHeard(client) ?? false,
      wantsPreviewIds: (client) => this.#postbox?.wantsPreviewIds(client) ?? false,
    }
    const audience = new PromptAudience(postbox, prompt.promptId, typeof clientId === 'string' ? clientId : null)
    const run = { prompt, audience, controller: new AbortController() }
    this.#runs.add(run)
    try {
      const entry = await runPrompt(prompt, this.#options.environment, audience, run.controller.signal)
      await this.#remember(prompt, entry)
    } finally {
      this.#runs.delete(run)
      this.queue.finish(prompt)
      audience.finished()
    }
  }

  /** Into history while the prompt is still in the queue, unless a fault changes that. */
  async #remember({ promptId }: Prompt, entry: HistoryEntry): Promise<void> {
    const { faults } = this.#options
    if (faults.delayHistoryMs > 0) await delay(faults.delayHistoryMs)
    if (occurs(faults, 'loseHistory')) return
    if (faults.historyGapMs > 0) setTimeout(() => this.history.add(promptId, entry), faults.historyGapMs).unref()
    else this.history.add(promptId, entry)
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
