import { expect, test } from 'vitest'
import { BatchSizes } from './batch-sizes.ts'

/** Lets the sizes run on a server that needs `ms` for a prompt, and returns the size it comes to. */
function settle(sizes: BatchSizes, ms: (size: number) => number): number {
  for (let prompt = 0; prompt < 40; prompt++) {
    const size = sizes.sizeFor('speak')
    for (let job = 0; job < size; job++) sizes.note('speak', size, ms(size) / size)
  }
  return sizes.sizeFor('speak')
}

test('doubles as long as that pays', () => {
  expect(settle(new BatchSizes(16), (size) => 1000 + size * 100)).toBe(16)
  expect(settle(new BatchSizes(16), (size) => (size <= 4 ? 1000 : 300 * size))).toBe(4)
  expect(settle(new BatchSizes(16), (size) => 500 * size)).toBe(1)
})

test('keeps to its bounds', () => {
  expect(settle(new BatchSizes(1), () => 1000)).toBe(1)
  expect(settle(new BatchSizes(6), () => 1000)).toBe(4)
  const small = new BatchSizes(16)
  small.shrink('speak', 4)
  expect(settle(small, () => 1000)).toBe(2)
})
