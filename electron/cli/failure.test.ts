import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '#shared/models/app-error.ts'
import { describeFailure } from './failure.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-failure-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('tells a foreseen failure in one line and keeps it out of the log', async () => {
  const error = new AppError('book.damaged', 'The book is damaged:\n  - its text is gone\n')
  expect(await describeFailure(error, { root, processEnv: {} })).toEqual({
    code: 'book.damaged',
    message: 'The book is damaged: - its text is gone',
  })
  await expect(readFile(join(root, 'logs', 'e3_alpha.log'))).rejects.toThrow('ENOENT')
})

test('logs an error that nobody foresaw with its stack and names the log', async () => {
  const { code, message } = await describeFailure(new TypeError('x is not a function'), { root, processEnv: {} })
  expect(code).toBe('internal')
  expect(message).toBe('Unexpected error: x is not a function. Details are in logs/e3_alpha.log.')
  expect(await readFile(join(root, 'logs', 'e3_alpha.log'), 'utf8')).toContain('failure.test.ts')
})

test('has a word to say also without a workspace to log in', async () => {
  const { message } = await describeFailure('thrown text', { root: join(root, 'missing'), processEnv: {} })
  expect(message).toBe('Unexpected error: thrown text. E3_DEBUG=1 shows where it happened.')
})
