import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '#shared/models/app-error.ts'
import { SCHEMA_VERSION } from './foundry-schema.ts'

const VERSIONED = z.object({ schemaVersion: z.number() })

/**
 * Understands the text of a foundry file; unknown keys are dropped.
 *
 * Throws `book.damaged`, or `book.tooNew` for a file that a newer studio wrote.
 * @param name as the message is to call it: `pg98/metadata.json`.
 */
export function parseFoundryFile<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  name: string,
): z.infer<Schema> {
  const found = parseJson(text)
  if (found === undefined) throw damagedFile(name, 'it is not JSON')
  const version = VERSIONED.safeParse(found).data?.schemaVersion
  if (version === undefined) throw damagedFile(name, 'it has no schemaVersion')
  if (version > SCHEMA_VERSION) {
    throw new AppError(
      'book.tooNew',
      `${name} has version ${version}, this studio reads up to ${SCHEMA_VERSION}. Update E3 Studio.`,
    )
  }
  const result = schema.safeParse(found)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw damagedFile(name, issue === undefined ? 'it is not understood' : `${issue.path.join('.')}: ${issue.message}`)
}

/** The error for a file of a book that cannot be used as it is. */
export function damagedFile(name: string, found: string): AppError {
  return new AppError('book.damaged', `${name} cannot be used: ${found}. Import the book's file again.`)
}

/** The text of a file, null when there is none. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error: unknown) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error: unknown) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
