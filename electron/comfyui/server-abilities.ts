import { AppError } from '#shared/models/app-error.ts'
import { EMBEDDED_SERVER } from '#electron/config/defaults.ts'
import type { Workflow } from './bind-workflow.ts'
import type { ComfyClient } from './client.ts'
import { isLink } from './graph.ts'
import type { WorkflowRegistry } from './workflow-registry.ts'

/** What a workflow needs that a server lacks. */
interface Lack {
  kind: 'node' | 'choice'
  name: string
}

/** Which of the workflows one server can run: it has their node classes, and the models that their templates name. */
export class ServerAbilities {
  readonly #client: Pick<ComfyClient, 'describeClass'>
  readonly #serverName: string
  #lacks: ReadonlyMap<string, Lack[]> = new Map()
  readonly #classes = new Map<string, unknown>()

  constructor(client: Pick<ComfyClient, 'describeClass'>, serverName: string) {
    this.#client = client
    this.#serverName = serverName
  }

  /** Asks the server about all workflows that are fit to run. */
  async learn(workflows: WorkflowRegistry): Promise<void> {
    const usable = workflows.list().filter(({ problems }) => problems.length === 0)
    const found = usable.map(async ({ workflowId }) => {
      return [workflowId, await this.#findLacks(workflows.get(workflowId))] as const
    })
    this.#lacks = new Map(await Promise.all(found))
  }

  /** What the server last said of a node class that a workflow has; null when it lacks it or was not asked. */
  describe(classType: string): unknown {
    return this.#classes.get(classType) ?? null
  }

  /** False also while the server has not been asked yet. */
  isKnownToLack(workflowId: string): boolean {
    return (this.#lacks.get(workflowId)?.length ?? 0) > 0
  }

  /** Node classes and models that the workflow needs and the server lacks. */
  missingFor(workflowId: string): string[] {
    return [...new Set((this.#lacks.get(workflowId) ?? []).map(({ name }) => name))]
  }

  /** Throws `job.missingNode` or `job.invalid` that names what is missing. */
  async assertAble(workflow: Workflow): Promise<void> {
    if (!this.isKnownToLack(workflow.workflowId)) return
    // Somebody may have installed it since: ask again before a job fails for good.
    const lacks = await this.#findLacks(workflow)
    this.#lacks = new Map(this.#lacks).set(workflow.workflowId, lacks)
    if (lacks.length === 0) return
    throw new AppError(
      lacks.some(({ kind }) => kind === 'node') ? 'job.missingNode' : 'job.invalid',
      this.#refusal(describeLacks(lacks)),
    )
  }

  /** Nothing can be installed on the studio's own engine: such a job needs another server. */
  #refusal(lacks: string): string {
    return this.#serverName === EMBEDDED_SERVER.name
      ? `The built-in engine lacks ${lacks}, which this job needs. Add a ComfyUI server that has it, then try again.`
      : `The server ${this.#serverName} lacks ${lacks}, which this job needs. Install what is missing there, then try again.`
  }

  /** Node classes, and choices of the template such as models. */
  async #findLacks(workflow: Pick<Workflow, 'graph' | 'inputs'>): Promise<Lack[]> {
    const classes = this.#classes
    const names = [...new Set(Object.values(workflow.graph).map((node) => node.class_type))]
    await Promise.all(names.map(async (name) => classes.set(name, await this.#client.describeClass(name))))
    const lacks: Lack[] = names.filter((name) => classes.get(name) === null).map((name) => ({ kind: 'node', name }))
    for (const [id, node] of Object.entries(workflow.graph)) {
      for (const [input, value] of Object.entries(node.inputs)) {
        const options = optionsOf(classes.get(node.class_type), input)
        const isOurs = Object.values(workflow.inputs).some((target) => target.node === id && target.input === input)
        // What a job brings itself is the server's to judge when it is posted.
        if (options === null || isOurs || isLink(value) || options.includes(value)) continue
        lacks.push({ kind: 'choice', name: String(value) })
      }
    }
    return lacks
  }
}

function describeLacks(lacks: readonly Lack[]): string {
  return lacks.map(({ kind, name }) => (kind === 'node' ? `the node class ${name}` : `the model ${name}`)).join(', ')
}

/** The choices of a combo input: `[["a", "b"], {…}]` or `["COMBO", {options: […]}]`; null for any other input. */
function optionsOf(description: unknown, input: string): unknown[] | null {
  const groups = (description as { input?: Record<string, Record<string, unknown> | undefined> } | null)?.input
  const definition = groups?.['required']?.[input] ?? groups?.['optional']?.[input]
  if (!Array.isArray(definition)) return null
  const [type, extra] = definition as [unknown, { options?: unknown } | undefined]
  if (Array.isArray(type)) return type as unknown[]
  return type === 'COMBO' && Array.isArray(extra?.options) ? (extra.options as unknown[]) : null
}
