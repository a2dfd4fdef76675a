import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JOB_TYPES } from '#shared/models/job.ts'
import type { NewJob } from '#shared/models/job.ts'
import { exportJobFile, parseJobFile } from './job-file.ts'

const NAME = 'T2I_20250809120030_1_whale.yaml'
const TEXT = `job_type: T2I
workflow_id: T2I_flux1_krea
priority: 20
inputs:
  45_text: "a whaling ship at dusk: oil painting"
  31_seed: 42
outputs:
  file_path: comfyui_jobs/finished/image/whale.png
metadata:
  scene: [1, 2]
`
const problemsOf = (name: string, text: string): unknown => {
  try {
    return parseJobFile(name, text)
  } catch (error) {
    return (error as { data: { problems: unknown } }).data.problems
  }
}

test('reads a job file', () => {
  expect(parseJobFile(NAME, TEXT)).toEqual({
    configName: 'T2I_20250809120030_1_whale',
    jobType: 'T2I',
    workflowId: 'T2I_flux1_krea',
    priority: 20,
    retryLimit: 2,
    inputs: { '45_text': 'a whaling ship at dusk: oil painting', '31_seed': 42 },
    outputPath: 'comfyui_jobs/finished/image/whale.png',
    productionId: null,
    metadata: { scene: [1, 2] },
  })
})

test('takes priority and tries from the configuration when the file names none', () => {
  const defaults = { priority: 70, retryLimit: 5 }
  expect(parseJobFile(NAME, TEXT.replace('priority: 20\n', ''), defaults)).toMatchObject(defaults)
})

test('reports every problem with its line', () => {
  const text = TEXT.replace('priority: 20', 'priorty: 20')
    .replace('31_seed: 42', '31_seed: [42]')
    .replace('file_path:', 'path:')
    .replace('job_type: T2I', 'job_type: SONG')
  expect(problemsOf('whale.txt', text)).toEqual([
    'its name must be TYPE_<14-digit time or identifier>_<index>_<name>.yaml',
    'line 3: there is no key "priorty"; "priority" is meant, it seems',
    expect.stringMatching(/^line 1: job_type: /),
    expect.stringMatching(/^line 6: inputs\.31_seed: /),
    expect.stringMatching(/^line 8: outputs\.file_path: /),
  ])
})

const ALIAS_BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...['b', 'c', 'd', 'e', 'f'].map(
    (key, at) =>
      `${key}: &${key} [${Array(9)
        .fill(`*${'abcde'.charAt(at)}`)
        .join(', ')}]`,
  ),
].join('\n')

// A check that compares all keys with one another would take minutes for the first.
test.each(['k: 1', 'x: 1'])(
  'reads a file of nothing but keys such as %s at once, and tells few problems',
  (line) => {
    const keys = Array.from({ length: 15_000 }, (_, at) => (line.startsWith('k') ? `k${at}: 1` : line))
    expect((problemsOf(NAME, keys.join('\n')) as string[]).length).toBeLessThanOrEqual(20)
  },
  5_000,
)

test.each([
  ['SPEECH_x_1_a.yaml', TEXT, 'line 1: job_type is T2I, but the name begins with SPEECH'],
  [NAME, TEXT.replace('priority: 20', 'priority: 1000'), /^line 3: priority: /],
  [NAME, TEXT.replace('42', '18446744073709551615'), /^line 6: inputs.31_seed: .*9007199254740991/],
  [NAME, TEXT.replace('"a', 'a'), /^line 5: /],
  [NAME, 'just words', /^line 1: it must hold keys/],
  [NAME, '', /^line 1: it must hold keys/],
  [NAME, 'a: 1\na: 2', /^line 2: .*unique/i],
  [NAME, 'x'.repeat(250_001), /250001 characters/],
  [NAME, ALIAS_BOMB, /^it cannot be read: Excessive alias count/],
])('refuses %s with a reason', (name, text, reason) => {
  const [first] = problemsOf(name, text) as string[]
  if (typeof reason === 'string') expect(first).toBe(reason)
  else expect(first).toMatch(reason)
})

test('reads back whatever it exports', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9.-]{1,12}$/)
  const text = fc.string({ minLength: 1, unit: 'grapheme' })
  const number = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true, max: 1e9, min: -1e9 }))
  // JSON and YAML know no negative zero.
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    number.map((found) => found + 0),
  )
  const key = fc.stringMatching(/^[a-z0-9_]{1,10}$/).filter((name) => name !== '__proto__')
  const metadata = fc.dictionary(key, fc.oneof(value, fc.array(value), fc.dictionary(key, value), fc.constant(null)), {
    noNullPrototype: true,
  })
  const job = fc.record({
    parts: fc.tuple(word, fc.nat(), word),
    jobType: fc.constantFrom(...JOB_TYPES),
    workflowId: text,
    priority: fc.integer({ min: 1, max: 999 }),
    retryLimit: fc.nat(),
    inputs: fc.dictionary(key, value, { noNullPrototype: true }),
    outputPath: text,
    metadata,
  })
  fc.assert(
    fc.property(job, ({ parts: [at, index, name], ...rest }) => {
      const wanted: NewJob = { ...rest, configName: `${rest.jobType}_${at}_${index}_${name}`, productionId: null }
      const file = exportJobFile(wanted)
      expect(parseJobFile(file.name, file.text)).toEqual(wanted)
    }),
  )
})

test('gives a job with a name of another shape one that can be read back', () => {
  const { name, text } = exportJobFile({ ...parseJobFile(NAME, TEXT), id: 7, configName: 'old name/3' })
  expect(name).toBe('T2I_job7_1_old_name_3.yaml')
  expect(parseJobFile(name, text).workflowId).toBe('T2I_flux1_krea')
})

test('never throws anything but its own error', () => {
  fc.assert(fc.property(fc.string(), (text) => void problemsOf(NAME, text)))
})
