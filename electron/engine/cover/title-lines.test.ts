import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakTitle, splitTitle } from './title-lines.ts'

test.each([
  ['Frankenstein; Or, The Modern Prometheus', 'Frankenstein', 'Or, The Modern Prometheus'],
  ['Moby-Dick; or, The Whale', 'Moby-Dick', 'or, The Whale'],
  ['Moby Dick, or the Whale', 'Moby Dick', 'or the Whale'],
  ['Thus Spake Zarathustra: A Book for All and None', 'Thus Spake Zarathustra', 'A Book for All and None'],
  ['The Waste Land – A Poem.', 'The Waste Land', 'A Poem'],
  ['Dr. Jekyll and Mr. Hyde', 'Dr. Jekyll and Mr. Hyde', ''],
  ['DR. JEKYLL WAS QUITE AT EASE', 'DR. JEKYLL WAS QUITE AT EASE', ''],
  ['SEARCH FOR MR. HYDE', 'SEARCH FOR MR. HYDE', ''],
  ['The Life of J. K. Brown', 'The Life of J. K. Brown', ''],
  ['Twelfth Night.', 'Twelfth Night', ''],
  ['  War\n and   Peace ', 'War and Peace', ''],
  ['Orlando', 'Orlando', ''],
  [':', '', ''],
])('parts %j into %j and %j', (title, main, subtitle) => {
  expect(splitTitle(title)).toEqual({ main, subtitle })
})

const box = { width: 600, height: 400, maxSize: 170, lineHeight: 1.1, minorScale: 0.5 }
const width = (line: string, isMinor: boolean): number => line.length * (isMinor ? 0.25 : 0.6)

test('never makes a line wider or all lines higher than the box, nor loses a word', () => {
  const word = fc.stringMatching(/^[a-z]{1,14}$/)
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
      const { lines, size } = breakTitle(words.join(' '), box, width)
      expect(lines.map(({ text }) => text).join(' ')).toBe(words.join(' '))
      const rows = lines.reduce((sum, { isMinor }) => sum + (isMinor ? 0.55 : 1), 0)
      expect(rows * size * box.lineHeight).toBeLessThanOrEqual(box.height + 0.01)
      for (const { text, isMinor } of lines) expect(width(text, isMinor) * size).toBeLessThanOrEqual(box.width + 0.01)
    }),
    { numRuns: 60 },
  )
})

test('sets a single word as large as may be, and on one line', () => {
  expect(breakTitle('Emma', box, width)).toMatchObject({
    lines: [{ text: 'Emma', isMinor: false }],
    size: 170,
  })
})

test('gives small words a line of their own where that makes room', () => {
  const { lines } = breakTitle('Sense and Sensibility', box, width)
  expect(lines).toEqual([
    { text: 'Sense', isMinor: false },
    { text: 'and', isMinor: true },
    { text: 'Sensibility', isMinor: false },
  ])
})

test('breaks a title without spaces between any characters', () => {
  const { lines } = breakTitle('吾輩は猫である吾輩は猫である', box, (line) => line.length)
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.map(({ text }) => text).join('')).toBe('吾輩は猫である吾輩は猫である')
})
