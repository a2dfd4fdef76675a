import type { EngineFiles } from './engine-files.ts'
import type { Graph } from './prompts/graph.ts'
import type { WorkerPool } from './workers/worker-pool.ts'

/** What a list offers. */
export type Choice = string | number | boolean

/** `[type, options]`: a type's name, or a list of what may be chosen; `COMBO` has its list in the options. */
export type InputSpec = readonly [type: string | readonly Choice[], options?: Readonly<Record<string, unknown>>]

/** The inputs of a node class, as `/object_info` shows them. */
export interface NodeInputs {
  required: Readonly<Record<string, InputSpec>>
  optional?: Readonly<Record<string, InputSpec>>
  hidden?: Readonly<Record<string, string>>
}

/** What a node gave: values for linked nodes, and what a client is to see of it. */
export interface NodeResult {
  outputs?: readonly unknown[]
  ui?: Readonly<Record<string, readonly unknown[]>>
}

/** A picture shown while a node works. */
export interface Preview {
  format: 'jpeg' | 'png'
  bytes: Uint8Array
}

/** What a running node may use. */
export interface NodeContext {
  nodeId: string
  promptId: string
  graph: Graph
  files: EngineFiles
  workers: WorkerPool
  /** Aborted by an interrupt; work that a node waits for should listen. */
  signal: AbortSignal
  /** Reports progress and is a point at which an interrupt takes effect. */
  progress: (value: number, max: number, preview?: Preview) => void
  /** Shows a line of text at the node (binary frame 3). */
  sendText: (text: string) => void
}

/** A kind of node. */
export interface NodeClass {
  name: string
  displayName: string
  description: string
  category: string
  /** ComfyUI shows which Python module a class comes from. */
  pythonModule: string
  inputs(files: EngineFiles): NodeInputs
  outputs: readonly string[]
  isOutput: boolean
  /** Inputs that `validate` checks itself, in place of range and list checks. */
  validates?: readonly string[]
  /** Why an input is refused before it is queued: input name → reason. */
  validate?(inputs: Readonly<Record<string, unknown>>, files: EngineFiles): Readonly<Record<string, string>>
  /** What besides its inputs decides a node's result, for instance a file's date. */
  fingerprint?(inputs: Readonly<Record<string, unknown>>, files: EngineFiles): string
  /** Its entry in `/object_info`, where that says more than these members. */
  declaration?: Readonly<Record<string, unknown>>
  /** Equal inputs of two nodes are two results. */
  isUniquePerNode?: boolean
  execute(inputs: Readonly<Record<string, unknown>>, context: NodeContext): Promise<NodeResult>
}

/** A node failed; `exceptionType` is what ComfyUI would name the Python class of. */
export class NodeError extends Error {
  readonly exceptionType: string

  constructor(message: string, exceptionType = 'ValueError') {
    super(message)
    this.name = 'NodeError'
    this.exceptionType = exceptionType
  }
}

/** An interrupt reached a node. */
export class NodeInterrupted extends Error {
  constructor() {
    super('The prompt was interrupted.')
    this.name = 'NodeInterrupted'
  }
}
