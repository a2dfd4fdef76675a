/** What a route answers. */
export interface Reply {
  status: number
  headers?: Record<string, string | number>
  body?: string | Uint8Array
  /** A part of a file in place of a body: `start` and `end` as in a range, both included. */
  file?: { path: string; start: number; end: number }
  /** Send half of the file, then cut the connection. */
  isCut?: boolean
}

/** A JSON body. */
export function json(value: unknown, status = 200): Reply {
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) }
}

/** A plain text body. */
export function text(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body }
}

/** A status and nothing else. */
export function empty(status: number): Reply {
  return { status }
}

/** What ComfyUI's web framework says when a handler fails, for instance on malformed JSON. */
export function serverError(): Reply {
  return text(500, '500 Internal Server Error\n\nServer got itself in trouble')
}

/** The refusal of a request body above the limit. */
export function tooLarge(maxBytes: number): Reply {
  return text(413, `Maximum request body size ${maxBytes} exceeded.`, { Connection: 'close' })
}
