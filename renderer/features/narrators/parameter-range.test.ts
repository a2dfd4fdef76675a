import { expect, test } from 'vitest'
import { rangeOf } from './parameter-range.ts'

test('gives a slider to a range that a hand can set, words to one that is only long, nothing to one without an end', () => {
  expect(rangeOf({ min: 0.25, max: 2, step: 0.05 })).toEqual({ words: '0.25 to 2', hasSlider: true })
  expect(rangeOf({ min: 256, max: 4096, step: 1 })).toEqual({ words: '256 to 4096', hasSlider: false })
  expect(rangeOf({ min: 0, max: 4_294_967_295, step: 1 })).toEqual({ words: null, hasSlider: false })
})
