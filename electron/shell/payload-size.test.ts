import { expect, test } from 'vitest'
import { isWithinBytes } from './payload-size.ts'

test('weighs contents, texts and keys wherever they lie', () => {
  expect(isWithinBytes({ name: 'a.txt', bytes: new Uint8Array(900) }, 1000)).toBe(true)
  expect(isWithinBytes({ deep: [{ bytes: new Uint8Array(1001) }] }, 1000)).toBe(false)
  expect(isWithinBytes({ text: 'x'.repeat(501) }, 1000)).toBe(false)
  expect(isWithinBytes({ ['k'.repeat(501)]: 1 }, 1000)).toBe(false)
  expect(isWithinBytes(Array(200).fill(1), 1000)).toBe(false)
})

test('ends on a value that holds itself', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  expect(isWithinBytes(circle, 1000)).toBe(true)
})
