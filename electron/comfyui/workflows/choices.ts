/** Combos with such a flag list uploaded files; paths with folders are no part of them and are taken all the same. */
const UPLOAD_FLAG = /_upload$/

/**
 * The choices of a combo input, as text: `[["a", "b"], {…}]` or `["COMBO", {options: […]}]` in `/object_info`.
 *
 * Null for any other input, and for files that jobs bring.
 */
export function choicesOf(description: unknown, input: string): string[] | null {
  const groups = (description as { input?: Record<string, Record<string, unknown> | undefined> } | null | undefined)
    ?.input
  const definition = groups?.['required']?.[input] ?? groups?.['optional']?.[input]
  if (!Array.isArray(definition)) return null
  const [type, extra] = definition as [unknown, Record<string, unknown> | undefined]
  if (Object.entries(extra ?? {}).some(([name, value]) => UPLOAD_FLAG.test(name) && value === true)) return null
  const options = Array.isArray(type) ? (type as unknown[]) : type === 'COMBO' ? extra?.['options'] : null
  return Array.isArray(options) ? options.map(String) : null
}
