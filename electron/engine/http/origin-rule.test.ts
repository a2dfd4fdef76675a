import { expect, test } from 'vitest'
import { isAllowedOrigin } from './origin-rule.ts'

test.each([
  ['127.0.0.1:8188', undefined, true],
  ['127.0.0.1:8188', 'null', true],
  ['127.0.0.1:8188', 'http://127.0.0.1:8188', true],
  ['127.0.0.1:8188', 'http://127.0.0.1', true],
  ['localhost', 'http://localhost:5173', true],
  ['[::1]:8188', 'http://[::1]:8188', true],
  ['127.0.0.1:8188', 'http://localhost:8188', false],
  ['127.0.0.1:8188', 'http://127.0.0.1:5173', false],
  ['127.0.0.1:8188', 'http://evil.example', false],
  ['127.0.0.1:8188', 'http://127.0.0.1.evil.example', false],
  // A name that somebody pointed to this machine.
  ['evil.example:8188', undefined, false],
  ['evil.example:8188', 'http://evil.example:8188', false],
])('host %s with origin %s passes: %s', (host, origin, isAllowed) => {
  expect(isAllowedOrigin(host, origin)).toBe(isAllowed)
})
