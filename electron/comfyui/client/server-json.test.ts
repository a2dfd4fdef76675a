import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseServerJson } from './server-json.ts'

test('reads the numbers that Python writes and JSON does not know as null', () => {
  expect(parseServerJson('{"a": [NaN, -Infinity, Infinity, -1]}')).toEqual({ a: [null, null, null, -1] })
})

test('leaves the words of a text as they are', () => {
  const text = String.raw`{"NaN": "NaN, \"Infinity\" \\", "b": NaN}`
  expect(parseServerJson(text)).toEqual({ NaN: 'NaN, "Infinity" \\', b: null })
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(parseServerJson(json)).toEqual(JSON.parse(json))
    }),
  )
  fc.assert(
    fc.property(fc.string(), (word) => {
      expect(parseServerJson(`[NaN,${JSON.stringify(word)}]`)).toEqual([null, word])
    }),
  )
})

test('tells text that is no JSON', () => {
  expect(parseServerJson('<html>')).toBeUndefined()
  expect(parseServerJson('')).toBeUndefined()
  expect(parseServerJson('"'.repeat(100_001))).toBeUndefined()
})

test('goes once over a text that is made to be gone over again and again', () => {
  expect(parseServerJson(`[NaN,"${'\\"'.repeat(2_000_000)}`)).toBeUndefined()
  expect(parseServerJson(`[NaN,"${'\\'.repeat(2_000_000)}`)).toBeUndefined()
  expect(parseServerJson('['.repeat(1_000_000))).toBeUndefined()
})
