import { expect, test } from 'vitest'
import { judgeConditions } from './conditions.ts'

const ETAG = '"a-1"'
/** Half a second after a full one: `Last-Modified` says the next. */
const MODIFIED_MS = Date.parse('Sun, 22 Nov 2026 07:10:15 GMT') - 500
const BEFORE = 'Sun, 22 Nov 2026 07:10:14 GMT'
const SAME = 'Sun, 22 Nov 2026 07:10:15 GMT'

test.each([
  [{}, 200, true],
  [{ 'if-match': ETAG }, 200, true],
  [{ 'if-match': '*' }, 200, true],
  [{ 'if-match': '"other"' }, 412, true],
  [{ 'if-match': `W/${ETAG}` }, 412, true],
  [{ 'if-unmodified-since': BEFORE }, 412, true],
  [{ 'if-unmodified-since': SAME }, 200, true],
  [{ 'if-match': ETAG, 'if-unmodified-since': BEFORE }, 200, true],
  [{ 'if-none-match': ETAG }, 304, true],
  [{ 'if-none-match': `"x", W/${ETAG}` }, 304, true],
  [{ 'if-none-match': '"other"' }, 200, true],
  [{ 'if-modified-since': SAME }, 304, true],
  [{ 'if-modified-since': BEFORE }, 200, true],
  [{ 'if-modified-since': 'nonsense' }, 200, true],
  [{ 'if-none-match': '"other"', 'if-modified-since': SAME }, 200, true],
  [{ 'if-range': SAME }, 200, true],
  [{ 'if-range': BEFORE }, 200, false],
  // The framework reads dates only; a tag is no condition.
  [{ 'if-range': '"other"' }, 200, true],
])('%j gives %i, range allowed: %s', (headers, status, mayRange) => {
  expect(judgeConditions(headers, ETAG, MODIFIED_MS)).toEqual({ status, mayRange })
})
