import { expect, test } from 'vitest'
import { isWindowsTrap } from './windows-names.ts'

test.each([
  ['speech/b1/ch001/audio', false],
  ['..\\x', false],
  ['console/auxiliary.wav', false],
  ['CON', true],
  ['a\\nul.flac', true],
  ['COM1 .txt', true],
  ['a.wav:stream', true],
  ['C:\\Windows\\x', true],
  ['folder./x', true],
  ['trailing ', true],
])('%j is a trap: %s', (path, isTrap) => {
  expect(isWindowsTrap(path)).toBe(isTrap)
})
