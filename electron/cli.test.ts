import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startE3 } from './cli/e3-process.ts'

let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-cli-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('starts as a program, explains itself, and needs no workspace for that', async () => {
  const { code, stdout, stderr } = await startE3(['--help'], dir).finished
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('Usage: e3')
})

test('gives its exit code and one line to the shell when it fails', async () => {
  const { code, stdout, stderr } = await startE3(['parse', 'missing.html', '--json'], dir).finished
  expect(code).toBe(1)
  expect(stderr).toMatch(/^[^\n]*missing\.html[^\n]*\n$/)
  expect(JSON.parse(stdout)).toEqual({ error: { code: 'book.missing', message: stderr.trim() } })
})

test('is not disturbed by a reader that closes the pipe early', async () => {
  const paragraphs = Array.from({ length: 4000 }, (_, index) => `<p>This is paragraph ${index} of a long book.</p>`)
  await writeFile(join(dir, 'long.html'), `<h2>Chapter I</h2>${paragraphs.join('\n')}`)
  const command = '"$0" --disable-warning=ExperimentalWarning "$1" parse long.html --json | head -1'
  const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))
  const shell = spawn('sh', ['-c', command, process.execPath, cli], { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })
  expect(await Promise.all([text(shell.stdout), text(shell.stderr)])).toEqual(['{\n', ''])
})
