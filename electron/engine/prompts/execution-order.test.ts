import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ExecutionOrder } from './execution-order.ts'
import type { Graph } from './graph.ts'

/** Node `i` takes the nodes listed for it; only earlier ones, so there is no circle. */
function graphOf(sources: readonly (readonly number[])[]): Graph {
  return Object.fromEntries(
    sources.map((from, index) => [
      String(index),
      { class_type: 'X', inputs: Object.fromEntries(from.map((id) => [`in${id}`, [String(id), 0]])) },
    ]),
  )
}

function orderOf(graph: Graph, outputs: string[], cached: string[] = []): string[] {
  const order = new ExecutionOrder(
    graph,
    outputs,
    (id) => cached.includes(id),
    (id) => outputs.includes(id),
  )
  const run: string[] = []
  for (let id = order.next(); id !== undefined; id = order.next()) {
    run.push(id)
    order.complete(id)
  }
  return run
}

const anyGraph = fc
  .array(fc.array(fc.nat(100), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((rows) => rows.map((row, index) => (index === 0 ? [] : [...new Set(row.map((value) => value % index))])))

test('runs each needed node once, after all it takes', () => {
  fc.assert(
    fc.property(anyGraph, (sources) => {
      const last = String(sources.length - 1)
      const run = orderOf(graphOf(sources), [last])
      expect(new Set(run).size).toBe(run.length)
      expect(run.at(-1)).toBe(last)
      for (const [index, id] of run.entries()) {
        for (const source of sources[Number(id)] ?? []) expect(run.indexOf(String(source))).toBeLessThan(index)
        expect(run.indexOf(id)).toBe(index)
      }
    }),
  )
})

test('takes a ready output before the first step of another branch', () => {
  expect(orderOf(graphOf([[], [0], []]), ['1', '2'])).toEqual(['2', '0', '1'])
})

test('a long chain and a wide fan are walked without going over all nodes at each step', () => {
  const chain = Array.from({ length: 20_000 }, (_, index) => (index === 0 ? [] : [index - 1]))
  expect(orderOf(graphOf(chain), ['19999'])).toHaveLength(20_000)
  const fan = [...Array.from({ length: 20_000 }, () => []), Array.from({ length: 20_000 }, (_, index) => index)]
  expect(orderOf(graphOf(fan), ['20000']).at(-1)).toBe('20000')
})

test('does not enter kept nodes, but passes kept outputs', () => {
  expect(orderOf(graphOf([[], [0], [1]]), ['2'], ['1'])).toEqual(['2'])
  expect(orderOf(graphOf([[], [0]]), ['1'], ['0', '1'])).toEqual(['1'])
})
