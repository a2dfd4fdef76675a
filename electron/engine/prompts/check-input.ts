import type { InputSpec } from '../node-class.ts'
import { LiteralError, convertLiteral, toRepr, toText } from './convert-literal.ts'
import { isRecord, type GraphNode } from './graph.ts'

/** One reason why a node or a whole prompt is refused. */
export interface InputProblem {
  type: string
  message: string
  details: string
  extra_info: Record<string, unknown>
}

const LONG_LIST = 20

/** Converts a literal in place and checks its range, or only converts when the node checks it itself. */
export function checkLiteral(node: GraphNode, name: string, spec: InputSpec, isChecked: boolean): InputProblem | null {
  const raw = node.inputs[name]
  const given = isRecord(raw) && '__value__' in raw ? raw['__value__'] : raw
  const [type, options = {}] = spec
  const about = { input_name: name, input_config: inputConfig(spec) }
  let value: unknown
  try {
    value = convertLiteral(type, given)
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error
    const message = `Failed to convert an input value to a ${toText(type)} value`
    const details = `${name}, ${toText(given)}, ${error.message}`
    return problem('invalid_input_type', message, details, {
      ...about,
      received_value: given,
      exception_message: error.message,
    })
  }
  node.inputs[name] = value
  if (isChecked) return null
  const facts = { ...about, received_value: value }
  if (typeof value === 'number') {
    const { min, max } = options
    if (typeof min === 'number' && value < min) {
      return problem('value_smaller_than_min', `Value ${value} smaller than min of ${min}`, name, facts)
    }
    if (typeof max === 'number' && value > max) {
      return problem('value_bigger_than_max', `Value ${value} bigger than max of ${max}`, name, facts)
    }
  }
  return checkChoice(name, value, spec, facts)
}

function checkChoice(
  name: string,
  value: unknown,
  spec: InputSpec,
  facts: Record<string, unknown>,
): InputProblem | null {
  const choices = choicesOf(spec)
  if (!choices || choices.some((choice) => choice === value)) return null
  const isLong = choices.length > LONG_LIST
  const list = isLong ? `(list of length ${choices.length})` : `[${choices.map(toRepr).join(', ')}]`
  const extra = { ...facts, input_config: isLong ? null : facts['input_config'] }
  return problem('value_not_in_list', 'Value not in list', `${name}: ${toRepr(value)} not in ${list}`, extra)
}

function choicesOf([type, options]: InputSpec): readonly unknown[] | undefined {
  if (typeof type !== 'string') return type
  const listed = type === 'COMBO' ? options?.['options'] : undefined
  return Array.isArray(listed) ? (listed as unknown[]) : undefined
}

/** Whether an output may be linked to an input: by name, `*` for any, a comma list for several. */
export function typesMatch(received: string, wanted: InputSpec[0]): boolean {
  if (typeof wanted !== 'string') return received === 'COMBO'
  if (received === '*' || wanted === '*') return true
  const accepted = wanted.split(',')
  return received.split(',').some((type) => accepted.includes(type))
}

/** An input's specification as refusals show it. */
export function inputConfig(spec: InputSpec): readonly unknown[] {
  return [spec[0], spec[1] ?? {}]
}

/** A reason in the shape that clients know. */
export function problem(
  type: string,
  message: string,
  details: string,
  extra: Record<string, unknown> = {},
): InputProblem {
  return { type, message, details, extra_info: extra }
}
