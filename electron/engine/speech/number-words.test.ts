import { expect, test } from 'vitest'
import { numberWords, yearWords } from './number-words.ts'

test.each([
  ['0', 'zero'],
  ['13', 'thirteen'],
  ['40', 'forty'],
  ['101', 'one hundred and one'],
  ['1000', 'one thousand'],
  ['12345', 'twelve thousand three hundred and forty five'],
  ['1000001', 'one million and one'],
  ['007', 'zero zero seven'],
  ['1234567890123456', 'one two three four five six seven eight nine zero one two three four five six'],
])('says %s as %s', (digits, words) => {
  expect(numberWords(digits)).toBe(words)
})

test.each([
  [1066, 'ten sixty six'],
  [1800, 'eighteen hundred'],
  [1809, 'eighteen oh nine'],
  [1912, 'nineteen twelve'],
])('says the year %i as %s', (year, words) => {
  expect(yearWords(year)).toBe(words)
})
