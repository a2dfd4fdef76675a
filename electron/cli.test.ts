import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { e3 } from './cli/e3-process.ts'

let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-cli-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('explains itself and each command on standard output, without a workspace', async () => {
  const help = await e3(['--help'], dir)
  expect(help).toMatchObject({ code: 0, stderr: '' })
  expect(help.stdout).toContain('Usage: e3')
  const names = [...help.stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name ?? '')
  expect(names).toContain('produce')
  const pages = await Promise.all(names.map((name) => e3([name, '--help'], dir)))
  for (const [index, page] of pages.entries()) {
    expect(page).toMatchObject({ code: 0, stderr: '' })
    expect(page.stdout).toContain(`Usage: e3 ${names[index] ?? ''}`)
  }
})

test.each([
  ['no command', []],
  ['a command that does not exist', ['titels']],
  ['an option that does not exist', ['titles', '--colour']],
  ['an environment that does not exist', ['titles', '--env', 'beta']],
  ['a missing argument', ['produce']],
  ['a priority out of range', ['job', 'priority', '1', '1000']],
  ['a format that is not made', ['produce', 'pg98', '--formats', 'm4b,wav']],
  ['neither a job nor --failed', ['job', 'retry']],
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

test('reports a failure as one line on standard error and, when asked, as JSON on standard output', async () => {
  const { code, stdout, stderr } = await e3(['parse', 'missing.html', '--json'], dir)
  expect(code).toBe(1)
  expect(stderr).toMatch(/^[^\n]*missing\.html[^\n]*\n$/)
  expect(JSON.parse(stdout)).toEqual({ error: { code: 'book.missing', message: stderr.trim() } })
})

test('is not disturbed by a reader that closes the pipe early', async () => {
  const text = Array.from({ length: 4000 }, (_, index) => `<p>This is paragraph ${index} of a long book.</p>`)
  await writeFile(join(dir, 'long.html'), `<h2>Chapter I</h2>${text.join('\n')}`)
  const cli = new URL('./cli.ts', import.meta.url).pathname
  const shell = spawn(
    'sh',
    ['-c', `"$0" --disable-warning=ExperimentalWarning "$1" parse long.html --json | head -1`, process.execPath, cli],
    { cwd: dir },
  )
  let stderr = ''
  shell.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  await new Promise((resolve) => shell.once('close', resolve))
  expect(stderr).toBe('')
})
