import { messageOf } from '#shared/models/app-error.ts'
import type { EngineFiles } from '../engine-files.ts'
import { NodeError, NodeInterrupted, type NodeClass, type NodeContext, type NodeResult } from '../node-class.ts'
import type { WorkerPool } from '../workers/worker-pool.ts'
import { ExecutionOrder } from './execution-order.ts'
import { describeInputs } from './describe-inputs.ts'
import { isLink } from './graph.ts'
import type { HistoryEntry } from './history.ts'
import { signatures, type CachedResult, type NodeCache } from './node-cache.ts'
import { ProgressState } from './progress-state.ts'
import { promptTuple, withoutSecrets, type Prompt } from './prompt-queue.ts'
import type { PromptAudience } from './prompt-audience.ts'
import type { NodeClasses } from './validate-prompt.ts'

/** Faults act here: before a node starts and on what it gave. */
export interface NodeInterference {
  before(nodeClass: NodeClass, inputs: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<void>
  after(result: NodeResult): NodeResult
}

/** What a prompt needs in order to run. */
export interface RunEnvironment {
  classes: NodeClasses
  cache: NodeCache
  files: EngineFiles
  workers: WorkerPool
  interference: NodeInterference
}

/** Runs one prompt, telling its audience in ComfyUI's order, and returns what history keeps of it. */
export function runPrompt(
  prompt: Prompt,
  environment: RunEnvironment,
  audience: PromptAudience,
  signal: AbortSignal,
): Promise<HistoryEntry> {
  return new PromptRun(prompt, environment, audience, signal).run()
}

class PromptRun {
  readonly #prompt: Prompt
  readonly #environment: RunEnvironment
  readonly #audience: PromptAudience
  readonly #signal: AbortSignal
  readonly #progress: ProgressState
  readonly #messages: HistoryEntry['status']['messages'] = []
  readonly #signatures: Map<string, string>
  /** Results of this run's nodes, kept or new; the shared cache may forget them meanwhile. */
  readonly #results = new Map<string, CachedResult>()
  readonly #executed: string[] = []

  constructor(prompt: Prompt, environment: RunEnvironment, audience: PromptAudience, signal: AbortSignal) {
    this.#prompt = prompt
    this.#environment = environment
    this.#audience = audience
    this.#signal = signal
    this.#progress = new ProgressState(prompt.promptId, audience)
    this.#signatures = signatures(prompt.graph, environment.classes, environment.files)
  }

  async run(): Promise<HistoryEntry> {
    this.#record('execution_start', {})
    const cached = this.#recall()
    this.#record('execution_cached', { nodes: cached })
    const isOutput = (id: string): boolean => this.#classOf(id).isOutput
    const order = new ExecutionOrder(this.#prompt.graph, this.#prompt.outputs, (id) => this.#results.has(id), isOutput)
    for (let id = order.next(); id !== undefined; id = order.next()) {
      if (!(await this.#runNode(id))) return this.#entry(false)
      order.complete(id)
    }
    this.#record('execution_success', {})
    return this.#entry(true)
  }

  #recall(): string[] {
    for (const [id, signature] of this.#signatures) {
      const result = this.#environment.cache.get(signature)
      if (result) this.#results.set(id, result)
    }
    return [...this.#results.keys()]
  }

  /** Whether the run may go on. */
  async #runNode(id: string): Promise<boolean> {
    const kept = this.#results.get(id)
    if (kept) {
      this.#tellExecuted(id, kept)
      this.#progress.finish(id)
      return true
    }
    this.#progress.start(id)
    this.#audience.executing(id)
    const inputs = this.#inputsOf(id)
    try {
      const result = await this.#execute(id, inputs)
      this.#results.set(id, result)
      this.#environment.cache.set(this.#signatures.get(id) ?? id, result)
      this.#executed.push(id)
      if (result.ui) this.#tellExecuted(id, result)
      this.#progress.finish(id)
      return true
    } catch (error) {
      this.#tellFailure(id, inputs, error)
      return false
    }
  }

  async #execute(id: string, inputs: Record<string, unknown>): Promise<CachedResult> {
    const nodeClass = this.#classOf(id)
    const { interference } = this.#environment
    if (this.#signal.aborted) throw new NodeInterrupted()
    await interference.before(nodeClass, inputs, this.#signal)
    const result = interference.after(await nodeClass.execute(inputs, this.#context(id)))
    return { outputs: result.outputs ?? [], ui: result.ui ?? null }
  }

  #context(id: string): NodeContext {
    return {
      nodeId: id,
      promptId: this.#prompt.promptId,
      graph: this.#prompt.graph,
      files: this.#environment.files,
      workers: this.#environment.workers,
      signal: this.#signal,
      progress: (value, max, preview) => {
        if (this.#signal.aborted) throw new NodeInterrupted()
        this.#progress.tick(id, value, max)
        this.#audience.progress(id, value, max, preview)
      },
      sendText: (text) => this.#audience.text(id, text),
    }
  }

  #inputsOf(id: string): Record<string, unknown> {
    const inputs = Object.entries(this.#prompt.graph[id]?.inputs ?? {})
    return Object.fromEntries(
      inputs.map(([name, value]) => [name, isLink(value) ? this.#results.get(value[0])?.outputs[value[1]] : value]),
    )
  }

  #tellExecuted(id: string, result: CachedResult): void {
    this.#audience.send('executed', {
      node: id,
      display_node: id,
      output: result.ui,
      prompt_id: this.#prompt.promptId,
    })
  }

  #tellFailure(id: string, inputs: Record<string, unknown>, error: unknown): void {
    const node = { node_id: id, node_type: this.#classOf(id).name, executed: this.#executed }
    if (error instanceof NodeInterrupted || this.#signal.aborted) {
      this.#record('execution_interrupted', node, 'all')
      return
    }
    this.#record('execution_error', {
      ...node,
      exception_message: `${messageOf(error)}\n`,
      exception_type: error instanceof NodeError ? error.exceptionType : 'RuntimeError',
      traceback: [`  File "${this.#classOf(id).pythonModule}", in ${this.#classOf(id).name}\n`],
      current_inputs: describeInputs(inputs, this.#classOf(id), this.#environment.files, this.#prompt.graph),
      current_outputs: Object.keys(this.#prompt.graph),
    })
  }

  #record(type: string, data: Record<string, unknown>, reach: 'client' | 'all' = 'client'): void {
    const message = { prompt_id: this.#prompt.promptId, ...data, timestamp: Date.now() }
    this.#messages.push([type, message])
    this.#audience.send(type, message, reach)
  }

  #classOf(id: string): NodeClass {
    const nodeClass = this.#environment.classes.get(this.#prompt.graph[id]?.class_type ?? '')
    if (!nodeClass) throw new Error(`Node ${id} has no class`)
    return nodeClass
  }

  /** Outputs of nodes that ran or were kept, also when a later node failed. */
  #entry(isSuccess: boolean): HistoryEntry {
    const outputs: Record<string, unknown> = {}
    const meta: Record<string, unknown> = {}
    for (const [id, { ui }] of this.#results) {
      if (!ui) continue
      outputs[id] = ui
      meta[id] = { node_id: id, display_node: id, parent_node: null, real_node_id: id }
    }
    const status_str = isSuccess ? 'success' : 'error'
    const status = { status_str, completed: isSuccess, messages: this.#messages } as const
    const prompt = promptTuple({ ...this.#prompt, extraData: withoutSecrets(this.#prompt.extraData) })
    return { prompt, outputs, status: { ...status }, meta }
  }
}
