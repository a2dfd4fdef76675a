import type { Check, CheckId, Remedy } from '#shared/models/release.ts'

/** A check from its outcome: `reason` says why it fails. */
export function checked(
  id: CheckId,
  {
    found,
    limit,
    reason,
    remedy = 'rebuild',
  }: { found: Check['found']; limit: string | null; reason: string | null; remedy?: Remedy | null },
): Check {
  if (reason !== null) return { id, status: 'fail', found, limit, reason, remedy }
  return { id, status: limit === null ? 'note' : 'pass', found, limit, reason: null, remedy: null }
}
