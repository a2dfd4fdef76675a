import { expect, it } from 'vitest'
import { formatBytes, formatClock, formatDuration, formatPercent, formatRelative, pluralise } from './format.ts'

it.each([
  [400, '0.4 s'],
  [42_000, '42 s'],
  [59_600, '1 min'],
  [3_599_000, '1 h'],
  [4_320_000, '1 h 12 min'],
  [7_200_000, '2 h'],
])('says %d ms as people do: %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words)
})

it.each([
  [7_999, '0:07'],
  [750_000, '12:30'],
  [3_753_000, '1:02:33'],
])('shows %d ms as a player does: %s', (ms, clock) => {
  expect(formatClock(ms)).toBe(clock)
})

it.each([
  [999, '999 bytes'],
  [340_400, '340 kB'],
  [1_230_000_000, '1.2 GB'],
  [999_700_000, '1 GB'],
])('says %d bytes in the unit that suits: %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words)
})

it('keeps 100 % for what is done', () => {
  expect(formatPercent(0.999)).toBe('99 %')
  expect(formatPercent(0.29)).toBe('29 %')
  expect(formatPercent(1)).toBe('100 %')
})

it('counts one thing in the singular and many with separators', () => {
  expect(pluralise(1, 'job')).toBe('1 job')
  expect(pluralise(2000, 'job')).toBe('2,000 jobs')
  expect(pluralise(0, 'entry', 'entries')).toBe('0 entries')
})

it('says when something was, and the year only of another year', () => {
  const now = Date.UTC(2026, 10, 22, 12)
  const ago = (ms: number): string => formatRelative(now - ms, now)
  expect(ago(20_000)).toBe('just now')
  expect(ago(5 * 60_000)).toBe('5 minutes ago')
  expect(ago(26 * 3_600_000)).toBe('yesterday')
  expect(ago(40 * 86_400_000)).toBe('Oct 13')
  expect(ago(400 * 86_400_000)).toMatch(/2025/)
})
