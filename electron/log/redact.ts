const SECRET_NAME = /passw(or)?d|passphrase|secret|token|api[_-]?key|private[_-]?key|authorization|cookie|credential/i
const BOOK_TEXT_KEYS = new Set([
  'text',
  'texts',
  'paragraph',
  'paragraphs',
  'sentence',
  'sentences',
  'excerpt',
  'prompt',
])
const REDACTED = '[redacted]'
/** Shorter values of secret variables would blank out ordinary words. */
const MIN_SECRET_CHARACTERS = 6
const MAX_STRING_CHARACTERS = 4000
const MAX_DEPTH = 6

/** True for names such as `HF_TOKEN`, `apiKey` or `Authorization`, whose values must never be shown. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

/** Values of the environment variables whose names look secret, longest first. */
export function secretValues(processEnv: NodeJS.ProcessEnv): string[] {
  return Object.entries(processEnv)
    .flatMap(([name, value]) => (isSecretName(name) && value && value.length >= MIN_SECRET_CHARACTERS ? [value] : []))
    .sort((a, b) => b.length - a.length)
}

/** Blanks known secret values and the credentials inside addresses. */
export function redactText(text: string, secrets: readonly string[]): string {
  const known = secrets.reduce((result, secret) => result.replaceAll(secret, REDACTED), text)
  return known
    .replace(/(\w:\/\/)[^/@\s]+@/g, `$1${REDACTED}@`)
    .replace(/([?&](?:[\w-]*(?:token|key|secret|password))=)[^&\s"']+/gi, `$1${REDACTED}`)
}

export interface RedactOptions {
  secrets: readonly string[]
  /** False above debug level: the words of a book are then replaced by their length. */
  mayShowBookText: boolean
}

/** A copy that is safe to log and to turn into JSON, whatever was given: cycles, errors, big integers, buffers. */
export function redactFields(fields: Record<string, unknown>, options: RedactOptions): Record<string, unknown> {
  const open = new Set<object>()
  const copy = (value: unknown, key: string): unknown => {
    if (isSecretName(key) && value !== null && value !== undefined) return REDACTED
    if (typeof value === 'string') {
      if (BOOK_TEXT_KEYS.has(key) && !options.mayShowBookText) return `[${String(value.length)} characters]`
      return shorten(redactText(value, options.secrets))
    }
    if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') return String(value)
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
    if (ArrayBuffer.isView(value)) return `[${String(value.byteLength)} bytes]`
    if (open.has(value) || open.size >= MAX_DEPTH) return '[…]'
    open.add(value)
    const result = copyObject(value, key)
    open.delete(value)
    return result
  }
  const copyObject = (value: object, key: string): unknown => {
    if (value instanceof Error) return copy(describeError(value), key)
    if (value instanceof Map || value instanceof Set) return copy([...(value as Iterable<unknown>)], key)
    if (Array.isArray(value)) return value.map((item: unknown) => copy(item, key))
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copy(item, name)]))
  }
  return copy(fields, '') as Record<string, unknown>
}

function describeError(error: Error): Record<string, unknown> {
  const { cause, code, data } = error as { cause?: unknown; code?: unknown; data?: unknown }
  return { name: error.name, code, message: error.message, data, stack: error.stack, cause }
}

function shorten(text: string): string {
  return text.length <= MAX_STRING_CHARACTERS
    ? text
    : `${text.slice(0, MAX_STRING_CHARACTERS)}… (${String(text.length)} characters)`
}
