import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseByteRange } from './byte-range.ts'

test.each([
  [undefined, null],
  ['bytes=0-9', { first: 0, last: 9 }],
  ['bytes=90-', { first: 90, last: 99 }],
  ['bytes=90-500', { first: 90, last: 99 }],
  ['bytes=-5', { first: 95, last: 99 }],
  ['bytes=-500', { first: 0, last: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=9-0', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=-', 'unsatisfiable'],
  ['bytes=0-1,5-6', 'unsatisfiable'],
  ['lines=0-1', 'unsatisfiable'],
])('of 100 bytes, %s is %j', (header, range) => {
  expect(parseByteRange(header, 100)).toEqual(range)
})

test('no header asks for a byte outside the file', () => {
  const part = fc.oneof(fc.constant(''), fc.nat(30).map(String))
  fc.assert(
    fc.property(part, part, fc.nat(20), (from, to, sizeBytes) => {
      const range = parseByteRange(`bytes=${from}-${to}`, sizeBytes)
      if (range === null || range === 'unsatisfiable') return
      expect(range.first).toBeGreaterThanOrEqual(0)
      expect(range.last).toBeLessThan(sizeBytes)
      expect(range.last).toBeGreaterThanOrEqual(range.first)
    }),
  )
})
