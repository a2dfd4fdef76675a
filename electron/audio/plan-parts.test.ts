import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planParts } from './plan-parts.ts'

const lengthsOf = (durationsMs: readonly number[], limitMs: number): number[] =>
  planParts(durationsMs, limitMs).map(({ start, end }) => sum(durationsMs.slice(start, end)))
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** Every way to cut a list into pieces, as their sums. */
function everySplit(durationsMs: readonly number[]): number[][] {
  return Array.from({ length: 2 ** (durationsMs.length - 1) }, (_, cuts) => {
    const sums = [0]
    durationsMs.forEach((duration, index) => {
      if (index > 0 && cuts & (1 << (index - 1))) sums.push(0)
      sums[sums.length - 1]! += duration
    })
    return sums
  })
}

describe('the parts of a book', () => {
  test('are one when it fits, and even ones when it does not', () => {
    expect(planParts([], 10)).toEqual([])
    expect(planParts([3, 3, 4], 10)).toEqual([{ start: 0, end: 3 }])
    expect(lengthsOf([3, 3, 4, 1], 10)).toEqual([6, 5])
    expect(lengthsOf(Array<number>(10).fill(1), 4).sort()).toEqual([3, 3, 4])
  })

  test('include a chapter that is too long as a part of its own', () => {
    expect(lengthsOf([2, 50, 2, 2], 10)).toEqual([2, 50, 4])
    expect(lengthsOf([50, 60], 10)).toEqual([50, 60])
  })

  test('hold every chapter once, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { maxLength: 60 }), (durations) => {
        const parts = planParts(durations, 20)
        const indices = parts.flatMap(({ start, end }) => durations.map((_, index) => index).slice(start, end))
        expect(indices).toEqual(durations.map((_, index) => index))
        expect(parts.every(({ start, end }) => end > start)).toBe(true)
      }),
    )
  })

  test('are as few as possible, and of those splits the longest part is the shortest', () => {
    const chapters = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(chapters, (durations) => {
        const fitting = everySplit(durations).filter((sums) => Math.max(...sums) <= 12)
        const fewest = Math.min(...fitting.map((sums) => sums.length))
        const shortest = Math.min(...fitting.filter((sums) => sums.length === fewest).map((sums) => Math.max(...sums)))
        const lengths = lengthsOf(durations, 12)
        expect(lengths).toHaveLength(fewest)
        expect(Math.max(...lengths)).toBe(shortest)
      }),
    )
  })
})
