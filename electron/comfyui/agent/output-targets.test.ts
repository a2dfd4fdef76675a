import { expect, test } from 'vitest'
import { planTargets } from './output-targets.ts'

const file = (filename: string) => ({ filename, subfolder: '', type: 'output' })
const paths = (outputPath: string, ...names: string[]) =>
  planTargets(outputPath, names.map(file)).map(({ path }) => path)

test('takes the extension of the server when the job names none', () => {
  expect(paths('a/0001', 'x_00001_.flac')).toEqual(['a/0001.flac'])
  expect(paths('a/part.001', 'x.flac')).toEqual(['a/part.001.flac'])
  expect(paths('a/Mr. Darcy', 'x.flac')).toEqual(['a/Mr. Darcy.flac'])
})

test('keeps the place that the job names', () => {
  expect(paths('a/cover.jpeg', 'x.jpg')).toEqual(['a/cover.jpeg'])
})

test('numbers several outputs and leaves each its own extension', () => {
  expect(paths('a/x.flac', 'a.flac', 'b.mp3', 'c')).toEqual(['a/x_1.flac', 'a/x_2.mp3', 'a/x_3.flac'])
})

test.each([
  '../../etc/cron.d/x.flac',
  '/etc/passwd',
  'C:\\Windows\\x.flac',
  'a.flac\0.exe',
  'CON.flac',
  'x.flac.',
  'x.flac ',
  'x.\u202Egpj.exe',
  `x.${'a'.repeat(5000)}`,
  'x.flac/../../../evil',
  'x.a\\..\\..\\evil',
  'x.exe',
  'x.desktop',
  'x.part',
  '..',
  '',
])('lets the name %j say no more than what kind of file it is', (name) => {
  for (const path of [...paths('out/a', name), ...paths('out/a.png', name), ...paths('out/a', name, name)]) {
    expect(path).toMatch(/^out\/a(_\d)?(\.flac|\.png)?$/)
  }
})
