import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { e3, e3Json } from './e3-process.ts'

const LATE = 'It was late, and the last of the carriages had left the square.'
const DARK = 'It was dark, and nobody saw the old man who crossed it slowly.'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-frame-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('explains each command that its help names, and each command below it', async () => {
  const help = async (command: string[]) => {
    const { code, stdout, stderr } = await e3([...command, '--help'], dir)
    expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' })
    expect(stdout).toContain(['Usage: e3', ...command].join(' '))
    const names = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name!)
    return names.filter((name) => !stdout.includes(`<${name}>`) && !stdout.includes(`[${name}]`))
  }
  const commands = await help([])
  expect(commands).toEqual(expect.arrayContaining(['produce', 'job', 'bench']))
  for (const command of commands) {
    for (const below of ['job', 'jobs', 'productions', 'queue'].includes(command) ? await help([command]) : []) {
      await help([command, below])
    }
  }
})

test.each([
  ['no command', []],
  ['a command that does not exist', ['titels']],
  ['an option that does not exist', ['titles', '--colour']],
  ['an environment that does not exist', ['titles', '--env', 'beta']],
  ['a missing argument', ['produce']],
  ['a number that is none', ['job', 'god', 'first']],
  ['a priority out of range', ['job', 'priority', '1', '1000']],
  ['a format that is not made', ['produce', 'pg98', '--formats', 'm4b,wav']],
  ['neither a job nor --failed', ['job', 'retry']],
  ['both a job and --failed', ['job', 'retry', '1', '--failed']],
  ['neither a job nor --all', ['job', 'cancel', '--type', 'SPEECH']],
  ['a job and a filter', ['job', 'cancel', '1', '--type', 'SPEECH']],
  ['no word on what to do with the queue', ['queue']],
  ['a count of days that is none', ['stats', '--days', '0']],
])('exits with 2 and prints nothing on standard output after %s', async (_, args) => {
  const { code, stdout, stderr } = await e3(args, dir)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).not.toBe('')
})

test('answers wrong usage with one JSON document when asked for JSON', async () => {
  const { code, stdout } = await e3(['--json', 'jobs', '--status', 'lost'], dir)
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'command.usage' } })
})

test('says what to do when the workspace was never made', async () => {
  const { code, stdout, stderr } = await e3(['titles'], dir)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^[^\n]*e3 init[^\n]*\n$/)
})

test('parses a text into exactly what DESIGN promises', async () => {
  const file = join(dir, 'pg1-images.html')
  await writeFile(
    file,
    `<html lang="en"><body><h1>Two Words</h1><h2>CHAPTER I</h2><p>${LATE}</p><p>${DARK}</p></body></html>`,
  )
  const book = await e3Json<Record<string, unknown>>(['parse', file], dir)
  expect(Object.keys(book)).toEqual(['bookId', 'title', 'author', 'language', 'chapters', 'skipped', 'words'])
  expect(book).toMatchObject({
    language: 'en',
    words: 26,
    chapters: [
      {
        index: 1,
        kind: 'chapter',
        paragraphs: [LATE, DARK],
        chunks: [`${LATE}\n${DARK}`],
      },
    ],
  })
  expect((await e3(['parse', file, '--chapter', '1'], dir)).stdout).toContain(`\n${DARK}\n`)
  expect(await e3(['parse', file, '--chapter', '2'], dir)).toMatchObject({ code: 1, stdout: '' })
})
