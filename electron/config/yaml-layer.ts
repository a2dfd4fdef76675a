import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import { z } from 'zod'
import { isSecretName, redactText } from '#electron/log/redact.ts'
import { interpolate } from './interpolate.ts'
import { keyName, schemaAt, sectionKeys, type KeyPath } from './known-keys.ts'
import { nearMiss } from './near-miss.ts'

/** Keys whose value may only come from an environment variable. */
const ENVIRONMENT_ONLY: ReadonlySet<string> = new Set(['images.prompt_writer.api_key'])

/** Something to tell about a configuration file, with its place. */
export interface Finding {
  file: string
  line: number
  /** Dotted: `comfyui.servers[0].url`; empty for the file as a whole. */
  key: string
  message: string
}

export type Section = { [key: string]: unknown }

/** One file's settings, interpolated, with unknown keys left out. */
export interface Layer {
  file: string
  values: Section
  /** The line of a key, or of the nearest key around it. */
  lineOf(path: KeyPath): number
  /** Environment variables by the dotted key that they have set. */
  variables: ReadonlyMap<string, string>
  problems: Finding[]
  warnings: Finding[]
}

/** Reads one YAML file against the schema's keys; everything that is wrong with it is in `problems`, nothing is thrown. */
export function readLayer(file: string, text: string, schema: z.ZodObject, environment: NodeJS.ProcessEnv): Layer {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false })
  return new LayerReader(file, document, lines, environment).read(schema)
}

class LayerReader implements Layer {
  readonly file: string
  readonly variables = new Map<string, string>()
  readonly problems: Finding[] = []
  readonly warnings: Finding[] = []
  values: Section = {}
  readonly #document: Document
  readonly #lines: LineCounter
  readonly #environment: NodeJS.ProcessEnv

  constructor(file: string, document: Document, lines: LineCounter, environment: NodeJS.ProcessEnv) {
    this.file = file
    this.#document = document
    this.#lines = lines
    this.#environment = environment
  }

  read(schema: z.ZodObject): this {
    for (const error of this.#document.errors) {
      const line = this.#lines.linePos(error.pos[0]).line
      this.problems.push({ file: this.file, line, key: '', message: `this is not valid YAML: ${error.message}` })
    }
    if (this.problems.length > 0) return this
    const values = this.#section(this.#document.toJS() ?? {}, schema, [])
    this.values = values ?? {}
    return this
  }

  lineOf(path: KeyPath): number {
    for (let length = path.length; length > 0; length--) {
      const offset = this.#offsetOf(path.slice(0, length))
      if (offset !== null) return this.#lines.linePos(offset).line
    }
    return 1
  }

  #offsetOf(path: KeyPath): number | null {
    const parent: unknown = path.length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, -1), true)
    const last = path.at(-1)
    if (isMap(parent)) {
      const key = parent.items.find((item) => isScalar(item.key) && item.key.value === last)?.key
      return isNode(key) ? (key.range?.[0] ?? null) : null
    }
    const node = this.#document.getIn(path, true)
    return isNode(node) ? (node.range?.[0] ?? null) : null
  }

  #section(value: unknown, schema: z.ZodObject, path: KeyPath): Section | null {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#problem(path, `is ${shown(value, path)}; allowed: the keys ${sectionKeys(schema).join(', ')}`)
      return null
    }
    const section: Section = {}
    for (const [key, item] of Object.entries(value)) {
      const known = schemaAt(schema, [key])
      if (!known) this.#unknown(schema, [...path, key], Object.keys(value))
      // An empty key counts as not set.
      else if (item !== null && item !== undefined) {
        const result = this.#value(item, known, [...path, key])
        if (result !== undefined) section[key] = result
      }
    }
    return section
  }

  #value(value: unknown, schema: z.ZodType, path: KeyPath): unknown {
    if (schema instanceof z.ZodObject) return this.#section(value, schema, path) ?? undefined
    // Of a list, or of a section whose keys are anybody's.
    const element = schemaAt(schema, [0])
    if (Array.isArray(value) && element)
      return value.map((item: unknown, index) => this.#value(item, element, [...path, index]))
    if (typeof value === 'object' && value !== null && element) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, this.#value(item, element, [...path, key])]),
      )
    }
    return typeof value === 'string' ? this.#text(value, schema, path) : value
  }

  #text(text: string, schema: z.ZodType, path: KeyPath): unknown {
    const { value, used, unset, isWhole, isMalformed } = interpolate(text, this.#environment)
    if (isMalformed) {
      this.#problem(path, `is ${shown(text, path)}; allowed between the braces: a variable's name, or NAME:-default`)
      return undefined
    }
    if (unset[0] !== undefined) {
      this.#problem(
        path,
        `needs the environment variable ${unset.join(' and ')}, which is not set: set it in .env, or give a default as in \${${unset[0]}:-default}`,
      )
      return undefined
    }
    if (!text.includes('${') && text !== '' && ENVIRONMENT_ONLY.has(keyName(path))) {
      this.#problem(
        path,
        'is a secret and may not stand in this file: name a variable, as in ${E3_PROMPT_WRITER_API_KEY:-}',
      )
      return undefined
    }
    if (used.length > 0) this.variables.set(keyName(path), used.join(', '))
    const plain = isWhole && !schema.safeParse(value).success ? asScalar(value) : value
    return plain
  }

  #unknown(schema: z.ZodObject, path: KeyPath, siblings: readonly string[]): void {
    const key = String(path.at(-1))
    const suggestion = nearMiss(
      key,
      sectionKeys(schema).filter((known) => !siblings.includes(known)),
    )
    if (suggestion === null) this.#tell(this.warnings, path, 'is not a key of E3 Studio and has no effect')
    else this.#problem(path, `is not a known key; did you mean ${keyName([...path.slice(0, -1), suggestion])}?`)
  }

  #problem(path: KeyPath, message: string): void {
    this.#tell(this.problems, path, message)
  }

  #tell(findings: Finding[], path: KeyPath, message: string): void {
    const key = keyName(path)
    findings.push({
      file: this.file,
      line: this.lineOf(path),
      key,
      message: key === '' ? `the file ${message}` : `${key} ${message}`,
    })
  }
}

function asScalar(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true'
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
}

/** A found value as an error shows it; a secret is not shown. */
export function shown(value: unknown, path: KeyPath): string {
  if (value === undefined || value === null) return 'missing'
  if (Array.isArray(value)) return 'a list'
  // A header's value may be a secret, whatever its name.
  if (isSecretName(keyName(path)) || path.includes('headers')) return 'not valid'
  return typeof value === 'object' ? 'a section with keys' : redactText(JSON.stringify(value), [])
}
