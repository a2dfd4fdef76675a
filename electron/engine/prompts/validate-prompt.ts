import { messageOf } from '#shared/models/app-error.ts'
import type { Dialect } from '../dialect.ts'
import type { EngineFiles } from '../engine-files.ts'
import type { InputSpec, NodeClass } from '../node-class.ts'
import { checkLiteral, inputConfig, problem, typesMatch, type InputProblem } from './check-input.ts'
import { toRepr, toText } from './convert-literal.ts'
import { isLink, isRecord, type Graph, type GraphNode } from './graph.ts'

/** What is wrong with one node, and which outputs it takes down with it. */
export interface NodeProblems {
  errors: InputProblem[]
  dependent_outputs: string[]
  class_type: string
}

/** What validation found; without `error` the prompt may run its valid outputs. */
export interface Validation {
  error: InputProblem | null
  outputs: string[]
  nodeErrors: Record<string, NodeProblems>
}

/** The node classes a server has. */
export type NodeClasses = ReadonlyMap<string, NodeClass>

/** What a graph is checked against. */
export interface ValidationContext {
  classes: NodeClasses
  files: EngineFiles
  dialect: Dialect
  /** Output nodes that were asked for; all when null. */
  targets: readonly string[] | null
}

/**
 * Checks a graph as ComfyUI does before queueing, and converts its literals in place.
 *
 * The graph's shape must be checked before: see `isGraph`.
 */
export function validatePrompt(graph: Graph, context: ValidationContext): Validation {
  const { classes, targets } = context
  const shape = checkClasses(graph, context)
  if (shape) return refused(shape)
  const isTarget = (id: string): boolean => targets === null || targets.includes(id)
  const outputs = Object.keys(graph).filter((id) => classes.get(graph[id]?.class_type ?? '')?.isOutput && isTarget(id))
  if (outputs.length === 0) return refused(problem('prompt_no_outputs', 'Prompt has no outputs', ''))
  return new GraphCheck(graph, context).run(outputs)
}

/** Whether a parsed JSON value has the shape of a graph; ComfyUI stumbles over anything else but an empty list. */
export function isGraph(value: unknown): value is Graph {
  if (Array.isArray(value)) return value.length === 0
  return (
    isRecord(value) &&
    Object.values(value).every((node) => isRecord(node) && (node['inputs'] === undefined || isRecord(node['inputs'])))
  )
}

function checkClasses(graph: Graph, { classes, dialect }: ValidationContext): InputProblem | null {
  for (const [id, node] of Object.entries(graph) as [string, Partial<GraphNode>][]) {
    if (node.class_type === undefined || !classes.has(node.class_type)) {
      return dialect === '0.38' ? missingNodeType(id, node) : invalidPrompt(id, node.class_type)
    }
    node.inputs ??= {}
  }
  return null
}

function invalidPrompt(id: string, classType: string | undefined): InputProblem {
  const message =
    classType === undefined
      ? 'Cannot execute because a node is missing the class_type property.'
      : `Cannot execute because node ${toText(classType)} does not exist.`
  return problem('invalid_prompt', message, `Node ID '#${id}'`)
}

function missingNodeType(id: string, { class_type: classType, _meta: meta }: Partial<GraphNode>): InputProblem {
  const title = isRecord(meta) && typeof meta['title'] === 'string' ? meta['title'] : (classType ?? null)
  const message =
    classType === undefined
      ? `Node '${title ?? `ID #${id}`}' has no class_type. The workflow may be corrupted or a custom node is missing.`
      : `Node '${title ?? toText(classType)}' not found. The custom node may not be installed.`
  const extra = { node_id: id, class_type: classType ?? null, node_title: title }
  return problem('missing_node_type', message, `Node ID '#${id}'`, extra)
}

/** Something that Python would have raised while a node was checked. */
class CheckException extends Error {
  readonly exceptionType: string

  constructor(exceptionType: string, message: string) {
    super(message)
    this.exceptionType = exceptionType
  }
}

interface NodeVerdict {
  isValid: boolean
  errors: InputProblem[]
}

/** About where Python gives up. */
const MAX_DEPTH = 900

/** One pass over a graph; each node is checked once, however many outputs depend on it. */
class GraphCheck {
  readonly #graph: Graph
  readonly #context: ValidationContext
  readonly #verdicts = new Map<string, NodeVerdict>()
  /** The way from the output to the node that is being checked. */
  readonly #open = new Set<string>()

  constructor(graph: Graph, context: ValidationContext) {
    this.#graph = graph
    this.#context = context
  }

  run(outputs: readonly string[]): Validation {
    const good: string[] = []
    const nodeErrors: Record<string, NodeProblems> = {}
    const reasons: InputProblem[] = []
    for (const output of outputs) {
      const verdict = this.#checkOutput(output)
      if (verdict.isValid) {
        good.push(output)
        continue
      }
      reasons.push(...verdict.errors)
      this.#collect(output, nodeErrors)
    }
    if (good.length > 0) return { error: null, outputs: good, nodeErrors }
    const details = reasons.map((reason) => `${reason.message}: ${reason.details}`).join('\n')
    const error = problem('prompt_outputs_failed_validation', 'Prompt outputs failed validation', details)
    return { error, outputs: [], nodeErrors }
  }

  #checkOutput(output: string): NodeVerdict {
    try {
      return this.#node(output)
    } catch (error) {
      const verdict = { isValid: false, errors: [exceptionProblem('exception_during_validation', error, {})] }
      this.#verdicts.set(output, verdict)
      return verdict
    }
  }

  /** Nodes that merely lie behind an invalid one carry no errors and are not listed. */
  #collect(output: string, nodeErrors: Record<string, NodeProblems>): void {
    for (const [id, verdict] of this.#verdicts) {
      if (verdict.isValid || verdict.errors.length === 0) continue
      nodeErrors[id] ??= { errors: verdict.errors, dependent_outputs: [], class_type: this.#graphNode(id).class_type }
      nodeErrors[id].dependent_outputs.push(output)
    }
  }

  #node(id: string): NodeVerdict {
    const known = this.#verdicts.get(id)
    if (known) return known
    if (this.#open.has(id) && this.#context.dialect === '0.38') return this.#circle(id)
    // In a circle 0.3.64 goes round until Python's stack is used up.
    if (this.#open.has(id) || this.#open.size >= MAX_DEPTH) {
      throw new CheckException('RecursionError', 'maximum recursion depth exceeded')
    }
    this.#open.add(id)
    try {
      const verdict = this.#inputs(this.#graphNode(id))
      const circle = this.#context.dialect === '0.38' ? (this.#verdicts.get(id)?.errors ?? []) : []
      verdict.errors.unshift(...circle)
      if (verdict.errors.length > 0) verdict.isValid = false
      this.#verdicts.set(id, verdict)
      return verdict
    } finally {
      this.#open.delete(id)
    }
  }

  /** Names the circle at each of its nodes. */
  #circle(id: string): NodeVerdict {
    const way = [...this.#open]
    const nodes = way.slice(way.indexOf(id))
    const details = [...nodes, id].map((node) => `${node} (${this.#graphNode(node).class_type})`).join(' -> ')
    for (const node of nodes) {
      const extra = { node_id: node, cycle_nodes: nodes }
      const errors = [problem('dependency_cycle', 'Dependency cycle detected', details, extra)]
      this.#verdicts.set(node, { isValid: false, errors })
    }
    return { isValid: false, errors: [] }
  }

  #inputs(node: GraphNode): NodeVerdict {
    const nodeClass = this.#class(node)
    const specs = nodeClass.inputs(this.#context.files)
    const verdict: NodeVerdict = { isValid: true, errors: [] }
    for (const [name, spec] of Object.entries({ ...specs.required, ...specs.optional })) {
      this.#input(node, nodeClass, name, spec, name in specs.required, verdict)
    }
    const refusals = nodeClass.validate?.(node.inputs, this.#context.files) ?? {}
    for (const [name, reason] of Object.entries(refusals)) {
      if (!isLink(node.inputs[name]) && name in node.inputs) verdict.errors.push(customProblem(name, reason))
    }
    return verdict
  }

  #input(
    node: GraphNode,
    nodeClass: NodeClass,
    name: string,
    spec: InputSpec,
    isRequired: boolean,
    verdict: NodeVerdict,
  ): void {
    const value = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined
    if (value === undefined) {
      if (isRequired) {
        verdict.errors.push(problem('required_input_missing', 'Required input is missing', name, { input_name: name }))
      }
    } else if (Array.isArray(value)) {
      this.#link(value, name, spec, verdict)
    } else {
      const found = checkLiteral(node, name, spec, nodeClass.validates?.includes(name) ?? false)
      if (found) verdict.errors.push(found)
    }
  }

  #link(value: readonly unknown[], name: string, spec: InputSpec, verdict: NodeVerdict): void {
    const facts = { input_name: name, input_config: inputConfig(spec) }
    if (!isLink(value)) {
      const message = 'Bad linked input, must be a length-2 list of [node_id, slot_index]'
      verdict.errors.push(problem('bad_linked_input', message, name, { ...facts, received_value: value }))
      return
    }
    const receivedType = this.#class(this.#graphNode(value[0])).outputs[value[1]]
    if (receivedType === undefined) throw new CheckException('IndexError', 'tuple index out of range')
    if (!typesMatch(receivedType, spec[0])) {
      const details = `${name}, received_type(${receivedType}) mismatch input_type(${toText(spec[0])})`
      const extra = { ...facts, received_type: receivedType, linked_node: value }
      verdict.errors.push(problem('return_type_mismatch', 'Return type mismatch between linked nodes', details, extra))
      return
    }
    try {
      if (!this.#node(value[0]).isValid) verdict.isValid = false
    } catch (error) {
      // Noted at the node that could not be checked, not at the one that asked.
      const extra = { ...facts, exception_message: messageOf(error), linked_node: value }
      const errors = [exceptionProblem('exception_during_inner_validation', error, extra)]
      this.#verdicts.set(value[0], { isValid: false, errors })
      verdict.isValid = false
    }
  }

  /** JSON may hold a number where an id belongs; ids are strings. */
  #graphNode(id: unknown): GraphNode {
    const node = typeof id === 'string' && Object.hasOwn(this.#graph, id) ? this.#graph[id] : undefined
    if (!node) throw new CheckException('KeyError', toRepr(id))
    return node
  }

  #class(node: GraphNode): NodeClass {
    const nodeClass = this.#context.classes.get(node.class_type)
    if (!nodeClass) throw new CheckException('KeyError', toRepr(node.class_type))
    return nodeClass
  }
}

function customProblem(name: string, reason: string): InputProblem {
  const details = `${name} - ${reason}`
  return problem('custom_validation_failed', 'Custom validation failed for node', details, { input_name: name })
}

function exceptionProblem(type: string, error: unknown, facts: Record<string, unknown>): InputProblem {
  const exceptionType = error instanceof CheckException ? error.exceptionType : 'Exception'
  const message =
    type === 'exception_during_validation' ? 'Exception when validating node' : 'Exception when validating inner node'
  const extra = { ...facts, exception_type: exceptionType, traceback: [] }
  return problem(type, message, messageOf(error), extra)
}

function refused(error: InputProblem): Validation {
  return { error, outputs: [], nodeErrors: {} }
}
