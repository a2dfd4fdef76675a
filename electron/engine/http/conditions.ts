import type { IncomingHttpHeaders } from 'node:http'

/** What a request's conditions leave of it: 412, 304, or 200 with or without its range. */
export interface ConditionVerdict {
  status: 200 | 304 | 412
  mayRange: boolean
}

/** Judges `If-*` headers as ComfyUI's web framework does: tags go before dates, and `If-Range` knows dates only. */
export function judgeConditions(headers: IncomingHttpHeaders, etag: string, modifiedMs: number): ConditionVerdict {
  const match = headers['if-match']
  const isChanged =
    match === undefined
      ? modifiedMs > (dateOf(headers['if-unmodified-since']) ?? Infinity)
      : !hasTag(match, etag, 'strong')
  const noneMatch = headers['if-none-match']
  const isKnown =
    noneMatch === undefined
      ? modifiedMs <= (dateOf(headers['if-modified-since']) ?? -Infinity)
      : hasTag(noneMatch, etag, 'weak')
  const mayRange = modifiedMs <= (dateOf(headers['if-range']?.toString()) ?? Infinity)
  return { status: isChanged ? 412 : isKnown ? 304 : 200, mayRange }
}

/** Weakly, `W/"x"` is `"x"`. */
function hasTag(header: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  const tags = header.split(',').map((tag) => tag.trim())
  const known = comparison === 'weak' ? tags.map((tag) => tag.replace(/^W\//, '')) : tags
  return known.includes('*') || known.includes(etag)
}

function dateOf(header: string | undefined): number | null {
  const ms = Date.parse(header ?? '')
  return Number.isNaN(ms) ? null : ms
}
