import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Heap } from './heap.ts'

const numbers = (): Heap<number> => new Heap<number>((a, b) => a < b)

test('gives items in order, whatever was put in or taken out between', () => {
  const step = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constant('pop' as const), fc.constant('remove' as const))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const heap = numbers()
      let model: number[] = []
      for (const item of steps) {
        if (item === 'pop') expect(heap.pop()).toBe(model.shift())
        else if (item === 'remove') {
          const victim = heap.items.find((value) => value % 3 === 0)
          expect(heap.remove((value) => value % 3 === 0)).toBe(victim !== undefined)
          model = model.filter((_value, index) => index !== model.indexOf(victim ?? NaN))
        } else {
          heap.push(item)
          model = [...model, item].sort((a, b) => a - b)
        }
      }
      expect(heap.items.toSorted((a, b) => a - b)).toEqual(model)
    }),
  )
})

test('lays its array out as heapq does', () => {
  const heap = numbers()
  for (const value of [34, 35, -36, -37, -1000.5, 0]) heap.push(value)
  expect(heap.items).toEqual([-1000.5, -37, 0, 35, -36, 34])
})
