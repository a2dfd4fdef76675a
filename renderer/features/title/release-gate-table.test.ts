import { expect, test } from 'vitest'
import { cellText, gateColumns, gateRows, inOrder, remediesOf } from './release-gate-table.ts'
import { testCheck, testReport, testRow } from './test-report.ts'

const red = testCheck('rmsDbfs', { status: 'fail', found: -17.2, remedy: 'level' })
const loud = testCheck('truePeakDbtp', { status: 'fail', found: -1, remedy: 'limit' })
const report = testReport(
  [
    testRow('One', [testCheck('rmsDbfs')]),
    testRow('Two', [red]),
    testRow('Three', [testCheck('rmsDbfs')]),
    testRow('Four', [red, loud]),
  ],
  [testCheck('cover', { status: 'fail', remedy: 'cover' })],
)
const titles = (order: Parameters<typeof inOrder>[1]) =>
  inOrder(gateRows(report), order).map(({ place, row }) => [place, row.title])

test('keeps each row’s place in the report, whatever is shown first', () => {
  expect(titles('redFirst')).toEqual([
    [3, 'Four'],
    [1, 'Two'],
    [0, 'One'],
    [2, 'Three'],
  ])
  expect(titles('redOnly')).toEqual([
    [1, 'Two'],
    [3, 'Four'],
  ])
})

test('counts for each remedy the rows that need it, once each, and the release as a whole', () => {
  expect(remediesOf(report)).toEqual([
    { remedy: 'level', rows: 2 },
    { remedy: 'limit', rows: 1 },
    { remedy: 'cover', rows: 1 },
  ])
})

test('heads a column with its limit only where one limit holds for all rows', () => {
  const mixed = testReport([
    testRow('One', [testCheck('bitRate', { limit: 'at least 192' }), testCheck('rmsDbfs')]),
    testRow('Two', [testCheck('bitRate', { limit: 'at least 256' }), testCheck('rmsDbfs', { limit: null })]),
  ])
  expect(gateColumns(mixed).map(({ column: { id }, limit }) => [id, limit])).toEqual([
    ['bitRate', null],
    ['rmsDbfs', 'at most 2'],
  ])
})

test('tells a red number with as many figures as show that it lies beyond its limit', () => {
  const check = testCheck('rmsDbfs', { status: 'fail', found: -17.98 })
  expect(cellText(check, { min: -23, max: -18 })).toBe('−17.98')
  expect(cellText({ ...check, status: 'pass', found: -18.02 }, { min: -23, max: -18 })).toBe('−18.0')
  expect(cellText({ ...check, found: null }, null)).toBe('–')
})
