import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EngineFiles } from './engine-files.ts'

let dataDir: string
let files: EngineFiles
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'e3-files-'))
  files = new EngineFiles(dataDir)
})
afterEach(() => rm(dataDir, { recursive: true }))

const save = async (prefix: string, extension: string): Promise<string> =>
  (await files.save('output', prefix, extension, Buffer.from(extension))).filename

test('counts on over extensions and from the highest number, filling no gaps', async () => {
  expect(await save('speech/a', 'mp3')).toBe('a_00001_.mp3')
  expect(await save('speech/a', 'flac')).toBe('a_00002_.flac')
  await writeFile(join(dataDir, 'output/speech/a_00041_x.png'), '')
  expect(await save('speech/a', 'flac')).toBe('a_00042_.flac')
  expect(await save('speech/ab', 'flac')).toBe('ab_00001_.flac')
})

test('gives prompts that save at the same time different names', async () => {
  const names = await Promise.all(Array.from({ length: 20 }, () => save('x/y', 'flac')))
  expect(new Set(names).size).toBe(20)
  expect((await readdir(join(dataDir, 'output/x'))).toSorted()).toEqual(names.toSorted())
})

test('names the folder below the root and writes the bytes', async () => {
  const saved = await files.save('temp', 'deep/er/ünï code', 'flac', Buffer.from('sound'))
  expect(saved).toEqual({ filename: 'ünï code_00001_.flac', subfolder: join('deep', 'er'), type: 'temp' })
  expect(await readFile(join(dataDir, 'temp', saved.subfolder, saved.filename), 'utf8')).toBe('sound')
})

test('writes nothing once it is closed, not even what was on its way', async () => {
  const late = save('x/y', 'flac')
  files.close()
  await expect(late).rejects.toThrow('interrupted')
  await expect(save('x/z', 'flac')).rejects.toThrow('interrupted')
  expect(await readdir(join(dataDir, 'output/x'))).toEqual([])
})

test.each(['../escape', 'a/../../escape', '/etc/passwd', 'a\0b', ''])('refuses the prefix %j', async (prefix) => {
  await expect(save(prefix, 'flac')).rejects.toThrow('outside the output folder')
  expect(await save('next', 'flac')).toBe('next_00001_.flac')
})

test.each([
  ['a.wav', true],
  ['a.wav [input]', true],
  ['a.wav [output]', false],
  ['../input/a.wav', true],
  ['../../a.wav', false],
  ['.', false],
  ['a.wav\0', false],
])('finds %j: %s', async (value, isFound) => {
  await writeFile(join(dataDir, 'input/a.wav'), '')
  expect(files.find(value) !== null).toBe(isFound)
})
