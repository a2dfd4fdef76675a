import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/models/app-error.ts'
import { createLogger, SILENT_LOGGER } from './logger.ts'

let dir = ''
let file = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'e3-log-'))
  file = join(dir, 'logs', 'e3.log')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const lines = (path = file) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('createLogger', () => {
  it('writes one JSON object a line with time, level, module and fields', async () => {
    const log = createLogger({ file, level: 'info', module: 'agent', processEnv: {} })
    log.info('job started', { jobId: 7 })
    log.child('engine').warn('slow\nnode')
    await log.close()
    expect(lines()).toMatchObject([
      { level: 'info', module: 'agent', message: 'job started', jobId: 7 },
      { level: 'warn', module: 'engine', message: 'slow\nnode' },
    ])
    expect(lines()[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  })

  it('leaves out what is below its level', async () => {
    const log = createLogger({ file, level: 'warn', processEnv: {} })
    log.debug('a')
    log.info('b')
    log.error('c')
    await log.close()
    expect(lines().map(({ message }) => message)).toEqual(['c'])
  })

  it('does not let a field replace the level or the message', async () => {
    const log = createLogger({ file, level: 'info', processEnv: {} })
    log.info('real', { message: 'forged', level: 'error', time: 'never' })
    await log.close()
    expect(lines()[0]).toMatchObject({ message: 'real', level: 'info' })
  })

  it('tells an error with its code, stack and causes', async () => {
    const log = createLogger({ file, level: 'info', processEnv: {} })
    const cause = new TypeError('socket closed')
    log.error('job failed', {
      error: new AppError('server.gone', 'The server went away.', { data: { jobId: 3 }, cause }),
    })
    await log.close()
    expect(lines()[0]?.error).toMatchObject({ code: 'server.gone', data: { jobId: 3 }, cause: { name: 'TypeError' } })
    expect((lines()[0]?.error as { stack: string }).stack).toContain('logger.test.ts')
  })

  it('never writes a secret, whether by the name of its field or by its value', async () => {
    const processEnv = { HF_TOKEN: 'hf_abcdef123', PATH: '/usr/bin' }
    const log = createLogger({ file, level: 'debug', processEnv })
    log.info('using hf_abcdef123', {
      apiKey: 'k-1',
      headers: { Authorization: 'Bearer zzz' },
      url: 'https://user:pw123@host/x?token=tt1&page=2',
      note: 'it is hf_abcdef123!',
      error: new Error('bad token hf_abcdef123'),
      path: '/usr/bin',
    })
    await log.close()
    const text = readFileSync(file, 'utf8')
    for (const secret of ['hf_abcdef123', 'k-1', 'zzz', 'pw123', 'tt1']) expect(text).not.toContain(secret)
    expect(text).toContain('page=2')
    expect(text).toContain('/usr/bin')
  })

  it('keeps the words of a book at debug level only', async () => {
    const log = createLogger({ file, level: 'debug', processEnv: {} })
    log.info('chunk', { text: 'Call me Ishmael.', chunk: { text: 'Some years ago' } })
    log.debug('chunk', { text: 'Call me Ishmael.' })
    await log.close()
    expect(lines()).toMatchObject([
      { text: '[16 characters]', chunk: { text: '[14 characters]' } },
      { text: 'Call me Ishmael.' },
    ])
  })

  it('takes any fields: cycles, big integers, buffers, functions', async () => {
    const cycle: Record<string, unknown> = {
      big: 10n,
      bytes: new Uint8Array(9),
      at: new Date(0),
      of: new Map([['a', 1]]),
    }
    cycle.self = cycle
    const log = createLogger({ file, level: 'info', processEnv: {} })
    log.info('odd', { cycle })
    await log.close()
    expect(lines()[0]?.cycle).toEqual({
      big: '10',
      bytes: '[9 bytes]',
      at: '1970-01-01T00:00:00.000Z',
      of: [['a', 1]],
      self: '[…]',
    })
  })

  it('sets full files aside, keeps three, and loses no line of those', async () => {
    const log = createLogger({ file, level: 'info', processEnv: {}, maxBytes: 1000 })
    for (let count = 0; count < 60; count++) log.info('line', { count })
    await log.close()
    expect(readdirSync(join(dir, 'logs')).sort()).toEqual(['e3.log', 'e3.log.1', 'e3.log.2', 'e3.log.3'])
    const kept = ['.3', '.2', '.1', ''].flatMap((suffix) => lines(file + suffix).map(({ count }) => count as number))
    expect(kept.at(-1)).toBe(59)
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => 60 - kept.length + index))
  })

  it('follows a file that another process has set aside', async () => {
    const [a, b] = [1, 2].map(() => createLogger({ file, level: 'info', processEnv: {}, maxBytes: 400 }))
    for (let count = 0; count < 20; count++) (count % 2 ? a : b)?.info('line', { count })
    await Promise.all([a?.close(), b?.close()])
    const names = readdirSync(join(dir, 'logs'))
    for (const name of names) for (const line of lines(join(dir, 'logs', name))) expect(line.message).toBe('line')
    expect(names.length).toBeLessThanOrEqual(4)
  })

  it('appends to the file of an earlier run', async () => {
    for (const run of [1, 2]) {
      const log = createLogger({ file, level: 'info', processEnv: {} })
      log.info('run', { run })
      await log.close()
    }
    expect(lines()).toHaveLength(2)
  })

  it('writes a line that can be read back whatever is said', async () => {
    const log = createLogger({ file, level: 'debug', processEnv: {} })
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.dictionary(fc.string(), fc.anything()), (message, fields) => {
        log.info(message, fields)
      }),
      { numRuns: 200 },
    )
    await log.close()
    expect(lines()).toHaveLength(200)
  })

  it('does not stop the studio when the file cannot be written', () => {
    const log = createLogger({ file: join('/dev/null', 'x.log'), level: 'info', processEnv: {} })
    expect(() => log.info('lost')).not.toThrow()
  })
})

describe('SILENT_LOGGER', () => {
  it('can stand in for any logger', () => {
    expect(() => SILENT_LOGGER.child('x').error('nothing', { error: new Error('x') })).not.toThrow()
  })
})
