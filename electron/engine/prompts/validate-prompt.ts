import { messageOf } from '#shared/models/app-error.ts'
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

/**
 * Checks a graph as ComfyUI does before queueing, and converts its literals in place.
 *
 * The graph's shape must be checked before: see `isGraph`.
 */
export function validatePrompt(
  graph: Graph,
  classes: NodeClasses,
  files: EngineFiles,
  targets: readonly string[] | null,
): Validation {
  const shape = checkClasses(graph, classes)
  if (shape) return refused(shape)
  const isTarget = (id: string): boolean => targets === null || targets.includes(id)
  const outputs = Object.keys(graph).filter((id) => classes.get(graph[id]?.class_type ?? '')?.isOutput && isTarget(id))
  if (outputs.length === 0) return refused(problem('prompt_no_outputs', 'Prompt has no outputs', ''))
  return new GraphCheck(graph, classes, files).run(outputs)
}

/** Whether a parsed JSON value has the shape of a graph; ComfyUI stumbles over anything else. */
export function isGraph(value: unknown): value is Graph {
  return (
    isRecord(value) &&
    Object.values(value).every((node) => isRecord(node) && (node['inputs'] === undefined || isRecord(node['inputs'])))
  )
}

function checkClasses(graph: Graph, classes: NodeClasses): InputProblem | null {
  for (const [id, node] of Object.entries(graph) as [string, Partial<GraphNode>][]) {
    if (node.class_type === undefined) {
      const message = 'Cannot execute because a node is missing the class_type property.'
      return problem('invalid_prompt', message, `Node ID '#${id}'`)
    }
    if (!classes.has(node.class_type)) {
      const message = `Cannot execute because node ${toText(node.class_type)} does not exist.`
      return problem('invalid_prompt', message, `Node ID '#${id}'`)
    }
    node.inputs ??= {}
  }
  return null
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

/** One pass over a graph; each node is checked once, however many outputs depend on it. */
class GraphCheck {
  readonly #graph: Graph
  readonly #classes: NodeClasses
  readonly #files: EngineFiles
  readonly #verdicts = new Map<string, NodeVerdict>()
  readonly #open = new Set<string>()

  constructor(graph: Graph, classes: NodeClasses, files: EngineFiles) {
    this.#graph = graph
    this.#classes = classes
    this.#files = files
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
      this.#open.clear()
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
    if (this.#open.has(id)) throw new CheckException('RecursionError', 'maximum recursion depth exceeded')
    this.#open.add(id)
    const node = this.#graphNode(id)
    const nodeClass = this.#class(node)
    const specs = nodeClass.inputs(this.#files)
    const verdict: NodeVerdict = { isValid: true, errors: [] }
    for (const [name, spec] of Object.entries({ ...specs.required, ...specs.optional })) {
      this.#input(node, nodeClass, name, spec, name in specs.required, verdict)
    }
    const refusals = nodeClass.validate?.(node.inputs, this.#files) ?? {}
    for (const [name, reason] of Object.entries(refusals)) {
      if (!isLink(node.inputs[name]) && name in node.inputs) verdict.errors.push(customProblem(name, reason))
    }
    if (verdict.errors.length > 0) verdict.isValid = false
    this.#open.delete(id)
    this.#verdicts.set(id, verdict)
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
      this.#open.delete(value[0])
      verdict.errors.push(
        exceptionProblem('exception_during_inner_validation', error, { ...facts, linked_node: value }),
      )
    }
  }

  /** JSON may hold a number where an id belongs; ids are strings. */
  #graphNode(id: unknown): GraphNode {
    const node = typeof id === 'string' && Object.hasOwn(this.#graph, id) ? this.#graph[id] : undefined
    if (!node) throw new CheckException('KeyError', toRepr(id))
    return node
  }

  #class(node: GraphNode): NodeClass {
    const nodeClass = this.#classes.get(node.class_type)
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
