import { expect, test, vi } from 'vitest'
import { TestStudio } from '#renderer/state/test-studio.ts'
import type { SoundSpot } from '#shared/models/release.ts'
import { testCheck, testReport, testRow } from './test-report.ts'

new TestStudio().install()
// What the window's browser can play is not asked here.
vi.stubGlobal(
  'Audio',
  class {
    canPlayType = () => 'probably'
    addEventListener = () => undefined
  },
)
const { worstSpots } = await import('./release-spots.ts')

const spot = (kind: SoundSpot['kind'], value: number, atMs = 1000): SoundSpot => ({ kind, atMs, lengthMs: 500, value })
const loud = testCheck('rmsDbfs', { status: 'fail' })
const heard = (report: Parameters<typeof worstSpots>[0]) =>
  worstSpots(report).map(({ row, spot: { kind } }) => `${row.row.title} ${kind}`)

test('leads to what red cells are about, and to nothing else', () => {
  const report = testReport([
    testRow('One', [testCheck('rmsDbfs')], [spot('loudest', -10)]),
    testRow('Two', [loud], [spot('noisiest', -50), spot('loudest', -12)]),
  ])
  expect(heard(report)).toEqual(['Two loudest'])
})

test('leads to the extremes of the book where nothing red can be heard', () => {
  const report = testReport([
    testRow('One', [testCheck('tags', { status: 'fail' })], [spot('loudest', -14), spot('quietest', -30)]),
    testRow('Two', [], [spot('loudest', -12), spot('quietest', -28)]),
  ])
  expect(heard(report)).toEqual(['Two loudest', 'One quietest'])
})
