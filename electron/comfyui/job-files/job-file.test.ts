import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JOB_TYPES } from '#shared/models/job.ts'
import type { NewJob } from '#shared/models/job.ts'
import { exportJobFile, readJobFile } from './job-file.ts'

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
const DEFAULTS = { priority: 50, retryLimit: 2 }
const read = (text: string, name = NAME) => readJobFile(name, text, DEFAULTS)
const problemsOf = (name: string, text: string) =>
  read(text, name)
    .problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
    .map(({ line, message }) => (line === null ? message : `line ${line}: ${message}`))

test('reads a job file', () => {
  expect(read(TEXT)).toMatchObject({
    configName: 'T2I_20250809120030_1_whale',
    jobType: 'T2I',
    workflowId: 'T2I_flux1_krea',
    priority: 20,
    retryLimit: 2,
    inputs: { '45_text': 'a whaling ship at dusk: oil painting', '31_seed': 42 },
    outputPath: 'comfyui_jobs/finished/image/whale.png',
    metadata: { scene: [1, 2] },
    problems: [],
    warnings: [],
    lines: { workflow_id: 2, 'inputs.31_seed': 6, 'outputs.file_path': 8 },
  })
})

test('takes priority and tries from the configuration when the file names none', () => {
  const defaults = { priority: 70, retryLimit: 5 }
  expect(readJobFile(NAME, TEXT.replace('priority: 20\n', ''), defaults)).toMatchObject(defaults)
})

test('reads what older tools have written: quoted numbers, None, small letters, keys of their own', () => {
  const text = TEXT.replace('T2I', 't2i')
    .replace('priority: 20', 'priority: "20"\nretry_limit: null\nstatus: pending\ncreated_at: 2025-08-09 12:00:30')
    .replace('31_seed: 42', '31_seed: "42"\n  7_text:')
    .replace('scene: [1, 2]', '')
  expect(read(text.replaceAll('\n', '\r\n'))).toMatchObject({
    jobType: 'T2I',
    priority: 20,
    retryLimit: 2,
    inputs: { '45_text': 'a whaling ship at dusk: oil painting', '31_seed': '42' },
    metadata: {},
    problems: [],
    warnings: ['Keys without effect: status, created_at.'],
  })
})

test.each(['T2I_20250809120030_1_ein Wal, größer.YML', 't2i_pg98_ch001_12_x.yaml', '3D_a-b.c_1_x.yaml'])(
  'takes a name such as %s',
  (name) => {
    const text = name.startsWith('3D') ? TEXT.replace('T2I', '3D') : TEXT
    expect(problemsOf(name, text)).toEqual([])
  },
)

test('gives one name to a file whose accents are written in two ways', () => {
  expect(read(TEXT, 'T2I_x_1_\u00e9.yaml').configName).toBe(read(TEXT, 'T2I_x_1_e\u0301.yaml').configName)
})

test('reports every problem with its line, and still reads what is right', () => {
  const text = TEXT.replace('priority: 20', 'priorty: 20')
    .replace('31_seed: 42', '31_seed: [42]')
    .replace('file_path:', 'path:')
    .replace('job_type: T2I', 'job_type: SONG')
  expect(problemsOf('whale.txt', text)).toEqual([
    'its name must be TYPE_<14-digit time or identifier>_<index>_<name>.yaml, where TYPE is T2I, T2V, SPEECH, AUDIO, 3D',
    'line 1: job_type must be one of T2I, T2V, SPEECH, AUDIO, 3D, not "SONG"',
    'line 3: there is no key "priorty"; "priority" is meant, it seems',
    'line 6: inputs.31_seed must be a text, a number or true or false, not [42]',
    'line 8: outputs.file_path is missing: it must be a path inside the workspace',
  ])
  expect(read(text)).toMatchObject({ inputs: { '45_text': expect.any(String) as string }, unclear: ['31_seed'] })
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
    expect(problemsOf(NAME, keys.join('\n')).length).toBeLessThanOrEqual(20)
  },
  5_000,
)

test.each([
  ['SPEECH_x_1_a.yaml', TEXT, 'line 1: job_type is T2I, but the name begins with SPEECH'],
  ['T2I_x_1_a.yaml.txt', TEXT, 'its name ends in .txt, which Windows may hide: rename it to end in .yaml'],
  [
    NAME,
    TEXT.replace('priority: 20', 'priority: 1000'),
    /^line 3: priority must be a whole number from 1 to 999, not 1000/,
  ],
  [NAME, TEXT.replace('42', '18446744073709551615'), /^line 6: inputs.31_seed .*9007199254740991$/],
  [NAME, TEXT.replace('"a', 'a'), /^line 5: /],
  [NAME, `${TEXT}---\n${TEXT}`, 'line 11: a second job begins here: one file is one job'],
  [NAME, 'just words', /^line 1: it must hold keys/],
  [NAME, '', /^line 1: it must hold keys/],
  [NAME, 'a: 1\na: 2', 'line 2: the key "a" stands twice: keys must be unique'],
  [NAME, 'x'.repeat(250_001), /250001 characters/],
  [NAME, ALIAS_BOMB, /^it cannot be read: Excessive alias count/],
  [NAME, `a: ${'['.repeat(100_000)}`, 'line 1: it is nested too deeply'],
])('refuses %s with a reason', (name, text, reason) => {
  const [first] = problemsOf(name, text)
  if (typeof reason === 'string') expect(first).toBe(reason)
  else expect(first).toMatch(reason)
})

test('reads back whatever it exports', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9.-]{1,12}$/)
  const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter((value) => value.trim() !== '')
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
      expect({ ...wanted, ...read(file.text, file.name) }).toMatchObject({ ...wanted, problems: [] })
    }),
  )
})

test('gives a job with a name of another shape one that can be read back', () => {
  const { priority, retryLimit, metadata } = read(TEXT)
  const job = { jobType: 'T2I', workflowId: 'w', inputs: {}, outputPath: 'out/x' } as const
  const { name, text } = exportJobFile({ ...job, priority, retryLimit, metadata, id: 7, configName: 'old name/3' })
  expect(name).toBe('T2I_job7_1_old_name_3.yaml')
  expect(problemsOf(name, text)).toEqual([])
})

test('never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void problemsOf(NAME, text)))
})
