/** `noise_floor_dbfs` as `noiseFloorDbfs`. */
type CamelKey<Key> = Key extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelKey<Tail>>}` : Key

/** A value with the keys of YAML files as the code names them. */
export type CamelKeys<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { [Key in keyof Value as CamelKey<Key>]: CamelKeys<Value[Key]> }
    : Value

/** Renames the keys of sections, at every depth; lists stay as they are. */
export function camelKeys<Value>(value: Value): CamelKeys<Value> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value as CamelKeys<Value>
  const entries = Object.entries(value).map(([key, item]) => [camelKey(key), camelKeys<unknown>(item)])
  return Object.fromEntries(entries) as CamelKeys<Value>
}

/** `noiseFloorDbfs` for `noise_floor_dbfs`. */
export function camelKey(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** `noise_floor_dbfs` for `noiseFloorDbfs`. */
export function snakeKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
