import { expect, test } from 'vitest'
import { convertLiteral } from './convert-literal.ts'

test.each([
  ['INT', '16', 16],
  ['INT', ' -1_000 ', -1000],
  ['INT', 16.9, 16],
  ['INT', -16.9, -16],
  ['INT', true, 1],
  ['FLOAT', '1.5', 1.5],
  ['FLOAT', false, 0],
  ['STRING', 5, '5'],
  ['STRING', null, 'None'],
  ['STRING', true, 'True'],
  ['BOOLEAN', 'false', true],
  ['BOOLEAN', '', false],
  ['BOOLEAN', {}, false],
  ['IMAGE', 'kept', 'kept'],
])('converts for %s %j to %j', (type, value, converted) => {
  expect(convertLiteral(type, value)).toBe(converted)
})

test.each([
  ['INT', '16.9', "invalid literal for int() with base 10: '16.9'"],
  ['INT', 'wide', "invalid literal for int() with base 10: 'wide'"],
  ['INT', null, "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'"],
  ['INT', {}, "int() argument must be a string, a bytes-like object or a real number, not 'dict'"],
  ['FLOAT', 'fast', "could not convert string to float: 'fast'"],
  ['FLOAT', '', "could not convert string to float: ''"],
])('refuses for %s %j in the words of Python', (type, value, message) => {
  expect(() => convertLiteral(type, value)).toThrow(message)
})
