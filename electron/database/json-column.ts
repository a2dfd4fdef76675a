import { z } from 'zod'
import { AppError } from '#shared/models/app-error.ts'

export const JsonObject = z.record(z.string(), z.unknown())
export const JsonScalars = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

/** Reads a JSON column; `where` names the row in the error, since other tools write these columns too. */
export function parseJsonColumn<T>(schema: z.ZodType<T>, text: string, where: string): T {
  const result = schema.safeParse(parse(text))
  if (result.success) return result.data
  throw new AppError(
    'database.unreadable',
    `${where} holds JSON that E3 cannot use: ${z.prettifyError(result.error)}`,
    {
      data: { where },
    },
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Told by the schema: no object was found.
    return undefined
  }
}
