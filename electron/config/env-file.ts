const LINE = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/

/** Reads `.env`: `NAME=value`, quotes, `#` comments, `export`; lines that are none of these are returned by number. */
export function parseEnvFile(text: string): { values: Record<string, string>; badLines: number[] } {
  const values: Record<string, string> = {}
  const badLines: number[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  for (const [index, line] of lines.entries()) {
    if (/^\s*(#|$)/.test(line)) continue
    const [, name, rest] = LINE.exec(line) ?? []
    const value = rest === undefined ? null : parseValue(rest)
    if (name === undefined || value === null) badLines.push(index + 1)
    else values[name] = value
  }
  return { values, badLines }
}

function parseValue(rest: string): string | null {
  const single = /^'([^']*)'\s*(?:#.*)?$/.exec(rest)
  if (single) return single[1] ?? ''
  const double = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/.exec(rest)
  if (double) return (double[1] ?? '').replace(/\\(.)/g, (_match, sign: string) => ESCAPES[sign] ?? sign)
  if (/^['"]/.test(rest)) return null
  return rest.replace(/(^|\s)#.*$/, '').trim()
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' }

/** The text of `.env` with variables set to values of one line, or with null taken out; all other lines stay as they are. */
export function setEnvVariables(text: string, changes: Readonly<Record<string, string | null>>): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const missing = new Map(Object.entries(changes))
  const lines = text.split(/\r\n|\n|\r/).flatMap((line) => {
    const name = LINE.exec(line)?.[1]
    const value = name === undefined ? undefined : changes[name]
    if (name === undefined || value === undefined) return [line]
    // A second line of the same name would win over the first.
    const isFirst = missing.delete(name)
    return isFirst && value !== null ? [`${name}=${quoted(value)}`] : []
  })
  const added = [...missing].flatMap(([name, value]) => (value === null ? [] : [`${name}=${quoted(value)}`]))
  if (added.length > 0) {
    if (lines.at(-1) === '') lines.pop()
    lines.push(...added, '')
  }
  return lines.join(lineEnd)
}

function quoted(value: string): string {
  if (/^[\w.~+/=:@%,-]*$/.test(value)) return value
  return value.includes("'") ? `"${value.replace(/["\\]/g, '\\$&')}"` : `'${value}'`
}
