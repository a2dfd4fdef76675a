import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joinedPassages } from './joined-passages.ts'

it('knows which passages the book parts with nothing', () => {
  const paragraphs = ['He saw it—', 'the sea—grey and cold.', '山水']
  const passages = ['He saw it—\nthe sea—', 'grey', 'and cold.\n山', '水']
  expect(joinedPassages(paragraphs, passages)).toEqual([true, false, true, false])
})

it('gives the text of the paragraphs back, wherever they are cut', () => {
  const piece = fc.tuple(fc.stringMatching(/^[ab山—]{1,6}$/u), fc.constantFrom('', ' ', '\n'))
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1 }), (pieces) => {
      const paragraphs = pieces.flat().join('').trim().split('\n')
      const joins = joinedPassages(
        paragraphs,
        pieces.map(([text]) => text),
      )
      expect(joins).toEqual(pieces.map(([, blank], index) => blank === '' && index < pieces.length - 1))
    }),
  )
})
