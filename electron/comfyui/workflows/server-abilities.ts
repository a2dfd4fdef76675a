import { AppError } from '#shared/models/app-error.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import type { MissingPart } from '#shared/models/workflow-card.ts'
import { EMBEDDED_SERVER } from '#electron/config/defaults.ts'
import { targetOf } from './bind-workflow.ts'
import type { Workflow } from './bind-workflow.ts'
import type { ComfyClient } from '../client/client.ts'
import { choicesOf } from './choices.ts'
import { isLink } from './graph.ts'
import type { Graph } from './graph.ts'
import { missingWords } from './missing-words.ts'
import { packOf } from './node-packs.ts'
import type { WorkflowRegistry } from './workflow-registry.ts'

/** What a job or a workflow needs that a server lacks. */
export interface Lack extends MissingPart {
  /** The node that needs it. */
  node: string
  classType: string
  /** The input that has no such choice; null for a missing class. */
  input: string | null
  /** What the server offers there instead. */
  choices: readonly string[]
}

type Inputs = Readonly<Record<string, JobInputValue>>

interface KnownClass {
  /** As `ComfyClient.describeClass` gives it. */
  description: unknown
  askedAtMs: number
}

/** A pack or a model may come and go while the server runs. */
const KEPT_MS = 600_000
const MODEL_INPUT = /model|ckpt|checkpoint|unet|vae|clip|lora|encoder/i
const MODEL_FILE = /\.(safetensors|sft|ckpt|pth?|bin|gguf|onnx)$/i

/** What one server can run: it has the node classes, the models and the choices that a workflow or a job names. */
export class ServerAbilities {
  readonly #client: Pick<ComfyClient, 'describeClass'>
  readonly #serverName: string
  readonly #classes = new Map<string, KnownClass>()
  /** By workflow; emptied when anything new is known. */
  readonly #lacks = new Map<string, { version: string; lacks: readonly Lack[] }>()
  #workflows: WorkflowRegistry | null = null
  /** Workflows whose classes have been asked for, by version. */
  readonly #learnt = new Set<string>()

  constructor(client: Pick<ComfyClient, 'describeClass'>, serverName: string) {
    this.#client = client
    this.#serverName = serverName
  }

  /**
   * Asks about the classes of all usable workflows, each once: those that are new, that are lacking something, or that
   * were last asked ten minutes ago. Cheap to repeat. Rejects as the client does; then what was known stays.
   */
  async learn(workflows: WorkflowRegistry): Promise<void> {
    this.#workflows = workflows
    const usable = workflows.list().filter(({ problems }) => problems.length === 0)
    await this.learnThese(usable.map(({ workflowId }) => workflows.get(workflowId)))
  }

  /** As `learn`, for some workflows, whether a registry has them or not. */
  learnThese(workflows: readonly Workflow[]): Promise<void> {
    return this.#ask(workflows)
  }

  /** The server was away and may be another one: `learn` asks for everything anew; until then the old answers hold. */
  forget(): void {
    for (const known of this.#classes.values()) known.askedAtMs = -Infinity
  }

  /** Asks about the classes of a workflow once more, whatever is known of them. */
  async askAgain(workflow: Workflow): Promise<void> {
    for (const { class_type: name } of Object.values(workflow.graph)) {
      const known = this.#classes.get(name)
      if (known) known.askedAtMs = -Infinity
    }
    await this.#ask([workflow])
  }

  /** What the server last said of a node class that a workflow has; null when it lacks it or was not asked. */
  describe(classType: string): unknown {
    return this.#classes.get(classType)?.description ?? null
  }

  /** False also while the server has not been asked yet. */
  isKnownToLack(workflowId: string): boolean {
    return this.missingFor(workflowId).length > 0
  }

  /** True once the server has told of every class that the workflow has now. */
  isLearnt(workflowId: string): boolean {
    const workflow = this.#find(workflowId)
    return workflow !== null && this.#learnt.has(keyOf(workflow))
  }

  /** Node classes, models and choices that the workflow itself needs and the server lacks, each once. */
  missingFor(workflowId: string): MissingPart[] {
    const workflow = this.#find(workflowId)
    return workflow === null ? [] : this.missingIn(workflow)
  }

  /** As `missingFor`, of a workflow whose classes have been asked for. */
  missingIn(workflow: Workflow): MissingPart[] {
    const byName = new Map(this.#templateLacks(workflow).map(({ kind, name, pack }) => [name, { kind, name, pack }]))
    return [...byName.values()]
  }

  /** False when the server is known to lack something for a job with these inputs. */
  fits(workflow: Workflow, inputs: Inputs): boolean {
    return this.#jobLacks(workflow, inputs).length === 0
  }

  /**
   * Throws `job.missingNode`, `job.missingModel` or `job.invalid` that names what is missing for a job with these inputs.
   *
   * What seems to be missing is asked for once more: somebody may have installed it since.
   */
  async assertAble(workflow: Workflow, inputs: Inputs = {}): Promise<void> {
    if (this.#learnt.has(keyOf(workflow)) && this.fits(workflow, inputs)) return
    await this.#ask([workflow], this.#jobLacks(workflow, inputs))
    const lacks = this.#jobLacks(workflow, inputs)
    if (lacks.length === 0) return
    const kinds = new Set(lacks.map(({ kind }) => kind))
    const code = kinds.has('node') ? 'job.missingNode' : kinds.has('model') ? 'job.missingModel' : 'job.invalid'
    const isEmbedded = this.#serverName === EMBEDDED_SERVER.name
    throw new AppError(code, missingWords(lacks, { serverName: this.#serverName, isEmbedded }), {
      data: { serverName: this.#serverName, missing: lacks.map(({ kind, name, pack }) => ({ kind, name, pack })) },
    })
  }

  #find(workflowId: string): Workflow | null {
    return this.#workflows?.isUsable(workflowId) === true ? this.#workflows.get(workflowId) : null
  }

  /** Asks for classes that are unknown, old, absent, or short of a choice. */
  async #ask(workflows: readonly Workflow[], short: readonly Lack[] = []): Promise<void> {
    const lacks = [...workflows.flatMap((workflow) => this.#templateLacks(workflow)), ...short]
    const doubtful = new Set(lacks.map(({ classType }) => classType))
    const nowMs = performance.now()
    const isDue = (name: string) => {
      const known = this.#classes.get(name)
      return known === undefined || doubtful.has(name) || nowMs - known.askedAtMs >= KEPT_MS
    }
    const names = new Set(workflows.flatMap(({ graph }) => Object.values(graph).map((node) => node.class_type)))
    const asked = [...names].filter(isDue).map(async (name) => {
      this.#classes.set(name, { description: await this.#client.describeClass(name), askedAtMs: nowMs })
      this.#lacks.clear()
    })
    await Promise.all(asked)
    for (const workflow of workflows) this.#learnt.add(keyOf(workflow))
  }

  /** What the workflow itself needs; what a narrator or a job may choose counts only when there is no choice at all. */
  #templateLacks(workflow: Workflow): readonly Lack[] {
    const known = this.#lacks.get(workflow.workflowId)
    if (known?.version === workflow.version) return known.lacks
    const targets = Object.values(workflow.inputs)
    const lacks = this.#lacksIn(workflow.graph).filter(({ node, input, choices }) => {
      return choices.length === 0 || !targets.some((target) => target.node === node && target.input === input)
    })
    this.#lacks.set(workflow.workflowId, { version: workflow.version, lacks })
    return lacks
  }

  /** What a job with these inputs needs. */
  #jobLacks(workflow: Workflow, inputs: Inputs): readonly Lack[] {
    const given = new Map<string, JobInputValue>()
    for (const [name, value] of Object.entries(inputs)) {
      const target = targetOf(workflow, name)
      if (target !== null) given.set(placeOf(target.node, target.input), value)
    }
    const files = new Set(
      Object.values(workflow.inputs).flatMap(({ node, input, isFile }) => (isFile ? [placeOf(node, input)] : [])),
    )
    return this.#lacksIn(workflow.graph, given).filter(({ node, input }) => !files.has(placeOf(node, input ?? '')))
  }

  #lacksIn(graph: Graph, given: ReadonlyMap<string, JobInputValue> = new Map()): Lack[] {
    return Object.entries(graph).flatMap(([node, { class_type: classType, inputs }]) => {
      const description = this.#classes.get(classType)?.description
      const pack = packOf(classType, description)
      if (description === null)
        return [{ kind: 'node', name: classType, pack, node, classType, input: null, choices: [] }]
      return Object.entries(inputs).flatMap(([input, literal]): Lack[] => {
        const value = given.get(placeOf(node, input)) ?? literal
        const choices = choicesOf(description, input)
        if (choices === null || isLink(value) || choices.includes(String(value))) return []
        const kind = MODEL_INPUT.test(input) || MODEL_FILE.test(String(value)) ? 'model' : 'choice'
        return [{ kind, name: String(value), pack, node, classType, input, choices }]
      })
    })
  }
}

function keyOf({ workflowId, version }: Workflow): string {
  return `${workflowId} ${version}`
}

function placeOf(node: string, input: string): string {
  return JSON.stringify([node, input])
}
