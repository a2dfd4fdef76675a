import { z } from 'zod'

/** Letters, digits, `_` and `-`: ids that become folder names. */
export const folderId = z.string().regex(/^[a-zA-Z0-9][\w-]{0,63}$/)
export const rowId = z.int().positive()
/** A name without any folder. */
export const fileName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\\\0]+$/, 'must be a name without a folder')
export const text = (characters: number) => z.string().trim().min(1).max(characters)
/** BCP 47, lower case: `en`, `pt-br`. */
export const language = z
  .string()
  .toLowerCase()
  .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/, 'must be a language such as en or pt-br')
/** A file's content; the hosts bound its size before it is read. */
export const bytes = (most: number) =>
  z.instanceof(Uint8Array).refine((value) => value.byteLength <= most, `at most ${most} bytes`)
export const inputValues = z.record(z.string().max(100), z.union([z.string().max(20_000), z.number(), z.boolean()]))
