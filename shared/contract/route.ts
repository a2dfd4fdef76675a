import { z } from 'zod'

/** One request: what goes in is parsed before a handler sees it, what comes out is checked by the compiler. */
export interface Route<Input extends z.ZodType = z.ZodType, Output = unknown> {
  input: Input
  output: z.ZodType<Output>
}

/** Declares a route; the second call names its output: `route({ id: z.int() })<Job>()`. */
export function route<Shape extends z.ZodRawShape>(shape: Shape) {
  return <Output>(): Route<z.ZodObject<Shape, z.core.$strict>, Output> => ({
    input: z.strictObject(shape),
    // Replies come from our own process: their type is the compiler's business.
    output: z.custom<Output>(),
  })
}
