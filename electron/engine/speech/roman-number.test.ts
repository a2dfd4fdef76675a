import { expect, test } from 'vitest'
import { romanToNumber } from './roman-number.ts'

test.each([
  ['IV', 4],
  ['XLVII', 47],
  ['MCMXCIX', 1999],
  ['MDCCCLX', 1860],
  ['MDCCCCX', 1910],
  ['VIIII', 9],
  ['', null],
  ['CIVIC', null],
  ['IL', null],
  ['VX', null],
])('%s is %s', (text, value) => {
  expect(romanToNumber(text)).toBe(value)
})
