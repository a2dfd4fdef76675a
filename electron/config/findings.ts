import type { z } from 'zod'
import { AppError, type ErrorCode } from '#shared/models/app-error.ts'
import { keyName, schemaAt, type KeyPath } from './known-keys.ts'
import { shown, type Finding, type Layer, type Section } from './yaml-layer.ts'

/** What a schema has found wrong with the merged values, at the place that set them. */
export function toFinding(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  values: Section,
  layers: readonly Layer[],
): Finding {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  const known = describedPath(schema, path)
  const key = keyName(path)
  const message =
    issue.code === 'custom'
      ? `${key}: ${issue.message}`
      : `${keyName(known.path)} is ${shown(valueAt(values, known.path), known.path)}; allowed: ${known.allowed}`
  return { ...placeOf(path, layers), key, message }
}

/** The nearest key at or above a path that says what is allowed. */
function describedPath(schema: z.ZodType, path: KeyPath): { path: KeyPath; allowed: string } {
  for (let length = path.length; length > 0; length--) {
    const above = path.slice(0, length)
    const allowed = schemaAt(schema, above)?.description
    if (allowed !== undefined) return { path: above, allowed }
  }
  return { path, allowed: 'what the comments in config/global.yaml say' }
}

/** Where a key, or the nearest one around it, was set last. */
export function placeOf(path: KeyPath, layers: readonly Layer[]): { file: string; line: number } {
  for (let length = path.length; length > 0; length--) {
    const layer = layers.findLast(({ values }) => valueAt(values, path.slice(0, length)) !== undefined)
    if (layer) return { file: layer.file, line: layer.lineOf(path) }
  }
  return { file: layers[0]?.file ?? '', line: 1 }
}

/** The value at a path, or undefined. */
export function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Record<string | number, unknown>)[key] : undefined,
    value,
  )
}

/** A finding as it is told: place, then what is wrong there. */
export function sentence({ file, line, message }: Finding): string {
  return `${file}:${line}: ${message}.`.replace(/([.?])\.$/, '$1')
}

/** All that was found as one error: the first in its message, each a sentence in `data.problems`. */
export function findingsError(code: ErrorCode, problems: readonly Finding[]): AppError {
  const sentences = problems.map(sentence)
  const [first = '', ...others] = sentences
  const more = others.length === 0 ? '' : ` (and ${others.length} more ${others.length === 1 ? 'problem' : 'problems'})`
  return new AppError(code, `${first}${more}`, { data: { problems: sentences } })
}
