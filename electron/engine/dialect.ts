/** The ComfyUI whose protocol is spoken: that of 0.3.64, or the newer one of about 0.38. */
export type Dialect = '0.3.64' | '0.38'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether 0.38 takes a value as the id of a prompt: a UUID in lowercase with hyphens. */
export function isPromptId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value)
}
