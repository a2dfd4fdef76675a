/** What became of the `${…}` in a text. */
export interface Interpolated {
  value: string
  /** The variables that were named and set, in order. */
  used: string[]
  /** Named without a default, and not set. */
  unset: string[]
  /** True when the whole text was one `${…}`: the value may then stand for a number or true and false. */
  isWhole: boolean
  /** True for a `${` that is not closed or names no variable. */
  isMalformed: boolean
}

/**
 * Replaces `${NAME}` and `${NAME:-default}`; a default may hold further `${…}` and also stands in for an empty variable.
 *
 * `$${` gives a plain `${`.
 */
export function interpolate(text: string, variables: Readonly<Record<string, string | undefined>>): Interpolated {
  const result: Interpolated = { value: '', used: [], unset: [], isWhole: false, isMalformed: false }
  for (let at = 0; at < text.length;) {
    if (text.startsWith('$${', at)) {
      result.value += '${'
      at += 3
    } else if (text.startsWith('${', at)) {
      const end = closingBrace(text, at + 2)
      const [, name, fallback] = /^([A-Za-z_]\w*)(?::-([\s\S]*))?$/.exec(text.slice(at + 2, end)) ?? []
      if (end === -1 || name === undefined) return { ...result, isMalformed: true }
      result.value += valueOf(name, fallback, variables, result)
      result.isWhole = at === 0 && end === text.length - 1
      at = end + 1
    } else {
      result.value += text.charAt(at)
      at += 1
    }
  }
  return result
}

function valueOf(
  name: string,
  fallback: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
  result: Interpolated,
): string {
  const value = variables[name]
  if (value !== undefined && (value !== '' || fallback === undefined)) {
    result.used.push(name)
    return value
  }
  if (fallback === undefined) {
    result.unset.push(name)
    return ''
  }
  const inner = interpolate(fallback, variables)
  result.used.push(...inner.used)
  result.unset.push(...inner.unset)
  result.isMalformed ||= inner.isMalformed
  return inner.value
}

function closingBrace(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) depth += 1
    else if (text[at] === '}') depth -= 1
    if (depth === 0) return at
  }
  return -1
}
