import { z } from 'zod'

export type KeyPath = readonly (string | number)[]

/** The part of a schema that describes a key, or undefined when there is no such key. */
export function schemaAt(schema: z.core.$ZodType, path: KeyPath): z.ZodType | undefined {
  let found: z.core.$ZodType | undefined = schema
  for (const key of path) {
    while (found instanceof z.ZodOptional) found = found.unwrap()
    if (found instanceof z.ZodObject)
      found = Object.hasOwn(found.shape, key) ? (found.shape[key] as z.core.$ZodType) : undefined
    else if (found instanceof z.ZodArray) found = found.element
    else if (found instanceof z.ZodRecord) found = found.valueType
    else found = undefined
  }
  while (found instanceof z.ZodOptional && found.description === undefined) found = found.unwrap()
  return found as z.ZodType | undefined
}

export function sectionKeys(schema: z.ZodObject): string[] {
  return Object.keys(schema.shape)
}

/** `['comfyui', 'servers', 0, 'url']` as `comfyui.servers[0].url`. */
export function keyName(path: KeyPath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '')
}
