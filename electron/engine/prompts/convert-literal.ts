import type { InputSpec } from '../node-class.ts'

/** A conversion that Python would refuse, with the words it uses. */
export class LiteralError extends Error {}

/** Converts a literal as ComfyUI does before it checks ranges: `"16"` and `16.9` become the INT 16. */
export function convertLiteral(type: InputSpec[0], value: unknown): unknown {
  switch (type) {
    case 'INT':
      return toInt(value)
    case 'FLOAT':
      return toFloat(value)
    case 'STRING':
      return toText(value)
    case 'BOOLEAN':
      return toBoolean(value)
    default:
      return value
  }
}

/** A value as Python's `str()` writes it, for messages. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}

/** A value as Python's `repr()` writes it, for messages. */
export function toRepr(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : toText(value)
}

function toInt(value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string') {
    throw new LiteralError(
      `int() argument must be a string, a bytes-like object or a real number, not '${pythonType(value)}'`,
    )
  }
  if (!/^\s*[+-]?\d+(_\d+)*\s*$/.test(value)) {
    throw new LiteralError(`invalid literal for int() with base 10: ${toRepr(value)}`)
  }
  return Number(value.replaceAll('_', ''))
}

function toFloat(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string') {
    throw new LiteralError(`float() argument must be a string or a real number, not '${pythonType(value)}'`)
  }
  const number = Number(value)
  if (value.trim() === '' || Number.isNaN(number)) {
    throw new LiteralError(`could not convert string to float: ${toRepr(value)}`)
  }
  return number
}

function toBoolean(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}

function pythonType(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType'
  return Array.isArray(value) ? 'list' : 'dict'
}
