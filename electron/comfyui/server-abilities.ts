import type { Workflow } from './bind-workflow.ts'
import type { ComfyClient } from './client.ts'
import { isLink } from './graph.ts'

/** What a workflow needs that a server lacks. */
export interface Lack {
  kind: 'node' | 'choice'
  name: string
}

/** What the server lacks for the workflow: node classes, and choices of its template such as models. */
export async function findLacks(
  client: Pick<ComfyClient, 'describeClass'>,
  workflow: Pick<Workflow, 'graph' | 'inputs'>,
): Promise<Lack[]> {
  const names = [...new Set(Object.values(workflow.graph).map((node) => node.class_type))]
  const classes = new Map<string, unknown>()
  await Promise.all(names.map(async (name) => classes.set(name, await client.describeClass(name))))
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

/** In words, for the producer. */
export function describeLacks(lacks: readonly Lack[]): string {
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
