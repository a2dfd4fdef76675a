import { expect, test } from 'vitest'
import { formatFields, formatTable } from './text-table.ts'
import { cutToWidth, printable, textWidth } from './text-width.ts'

test('aligns columns by what a terminal shows, also with Chinese, accents and pictographs', () => {
  const rows = [
    ['紅樓夢', '1'],
    ['Ame\u0301lie', '22'],
    ['🎧', '333'],
  ]
  expect(formatTable([{ title: 'TITLE' }, { title: 'N', align: 'right' }], rows)).toEqual([
    'TITLE     N',
    '紅樓夢    1',
    'Ame\u0301lie   22',
    '🎧      333',
  ])
})

test('cuts long cells with an ellipsis and never splits a wide character', () => {
  expect(formatTable([{ title: 'T', maxWidth: 6 }], [['Great Expectations']])[1]).toBe('Great…')
  expect(cutToWidth('紅樓夢', 4)).toBe('紅…')
  expect(textWidth(cutToWidth('紅樓夢', 4))).toBeLessThanOrEqual(4)
})

test('keeps a title from steering the terminal', () => {
  expect(printable('A\u001b[2JTitle\nof\u202ename')).toBe('A [2JTitle of name')
  expect(formatFields([['Title', 'two\r\nlines']])).toEqual(['Title  two lines'])
})

test('shows nothing for a table without rows', () => {
  expect(formatTable([{ title: 'T' }], [])).toEqual([])
})
