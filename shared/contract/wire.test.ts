import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../models/app-error.ts'
import { decodeMessage, encodeMessage, FRAME_TYPE } from './wire.ts'

const encoded = (body: string | Uint8Array) => (typeof body === 'string' ? new TextEncoder().encode(body) : body)
const sent = (value: unknown): unknown => {
  const { mediaType, body } = encodeMessage(value)
  return decodeMessage(mediaType, encoded(body))
}
/** A frame made by hand: what no sender of ours would write. */
const frame = (head: unknown, ...bytes: number[]): Uint8Array => {
  const json = encoded(JSON.stringify(head))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, json.byteLength)
  return Uint8Array.from([...length, ...json, ...bytes])
}

test('brings every value of JSON and bytes to the other side', () => {
  // Integers: JSON has no -0.
  const plain = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
  const leaf = fc.oneof(plain, fc.uint8Array({ maxLength: 20 }))
  const key = fc.oneof(fc.string(), fc.constant('__proto__'), fc.constant('bytes'))
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('node')),
      fc.dictionary(key, tie('node'), { noNullPrototype: true }),
    ),
  })).node
  fc.assert(
    fc.property(value, (given) => {
      expect(sent(given)).toEqual(given)
    }),
  )
})

test('sends plain JSON where there are no bytes', () => {
  expect(encodeMessage({ env: 'prod' })).toEqual({ mediaType: 'application/json', body: '{"env":"prod"}' })
  expect(encodeMessage({ bytes: Uint8Array.of(1) }).mediaType).toBe(FRAME_TYPE)
})

test('gives bytes of a Node buffer as plain bytes', () => {
  const { body } = encodeMessage({ name: 'a.txt', bytes: Buffer.from('abc') })
  const message = decodeMessage(FRAME_TYPE, Buffer.from(body as Uint8Array)) as { bytes: Uint8Array }
  expect(Object.getPrototypeOf(message.bytes)).toBe(Uint8Array.prototype)
  expect([...message.bytes]).toEqual([97, 98, 99])
})

test.each<[string, Uint8Array]>([
  ['nothing', new Uint8Array()],
  ['a head that promises more than there is', Uint8Array.of(255, 255, 255, 255, 1)],
  ['JSON that is none', Uint8Array.of(0, 0, 0, 1, 123)],
  ['text that is no UTF-8', Uint8Array.of(0, 0, 0, 1, 255)],
  ['a head of another shape', frame({ value: null, slots: [] })],
  ['a slot longer than the frame', frame([null, [[[], 2]]], 1)],
  ['a negative slot', frame([null, [[[], -1]]])],
  ['a slot of half a byte', frame([null, [[[], 0.5]]])],
  ['bytes that nobody asked for', frame([{ a: null }, [[['a'], 1]]], 1, 2)],
  ['a slot that is taken', frame([{ a: 'x' }, [[['a'], 1]]], 1)],
  [
    'the same slot twice',
    frame(
      [
        { a: null },
        [
          [['a'], 1],
          [['a'], 1],
        ],
      ],
      1,
      2,
    ),
  ],
  ['a place on a prototype', frame([{}, [[['__proto__', 'polluted'], 1]]], 1)],
  ['a place beyond a text', frame(['text', [[[0], 1]]], 1)],
  ['a hundred thousand slots', frame([[], Array.from({ length: 100_000 }, () => [[], 0])])],
])('refuses %s', (_name, bytes) => {
  expect(() => decodeMessage(FRAME_TYPE, bytes)).toThrow(AppError)
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test('refuses any bytes and any type with its own error only', () => {
  const type = fc.constantFrom(FRAME_TYPE, 'application/json', 'text/html', '')
  fc.assert(
    fc.property(type, fc.uint8Array({ maxLength: 60 }), (mediaType, bytes) => {
      try {
        decodeMessage(mediaType, bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
      }
    }),
  )
})
