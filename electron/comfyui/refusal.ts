import { z } from 'zod'
import { AppError } from '#shared/models/app-error.ts'

const nodeErrorSchema = z.looseObject({
  class_type: z.string().catch(''),
  errors: z
    .array(z.looseObject({ type: z.string().catch(''), message: z.string().catch(''), details: z.string().catch('') }))
    .catch([]),
})
const refusalSchema = z.looseObject({
  error: z
    .looseObject({ type: z.string().catch(''), message: z.string().catch(''), details: z.unknown().optional() })
    .or(z.string().transform((message) => ({ type: '', message, details: '' })))
    .optional()
    .catch(undefined),
  node_errors: z.record(z.string(), nodeErrorSchema).catch({}),
})

/**
 * What a server says of a prompt that it did not take as it was: `job.missingNode` or `job.invalid`.
 *
 * Null when the body holds no complaint. The message starts with the server's own words.
 */
export function readRefusal(body: unknown): AppError | null {
  const parsed = refusalSchema.safeParse(body)
  if (!parsed.success) return null
  const { error, node_errors: nodeErrors } = parsed.data
  const complaints = Object.entries(nodeErrors).map(([id, node]) => {
    const words = node.errors.map(({ message, details }) => (details === '' ? message : `${message} (${details})`))
    return `node ${id} (${node.class_type}): ${words.toSorted().join(', ')}`
  })
  if (!error && complaints.length === 0) return null

  const said = error?.message ?? 'Prompt outputs failed validation'
  const hasMore = complaints.length === 0 && error?.details !== said
  const details = hasMore && typeof error?.details === 'string' ? error.details : ''
  const parts = [said.replace(/\.$/, ''), details, ...complaints].filter((part) => part !== '')
  // 0.3.64 calls a missing class invalid_prompt; later servers have a type of its own.
  const isMissingNode = error?.type === 'missing_node_type' || /node .+ does not exist/i.test(said)
  if (isMissingNode) {
    return new AppError('job.missingNode', `${parts.join('; ')}. Install the node pack that has it on the server.`)
  }
  return new AppError('job.invalid', `${parts.join('; ')}.`)
}
