import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogLine } from '#shared/models/settings.ts'
import { LogTail } from './log-tail.ts'
import { createLogger } from './logger.ts'

let dir = ''
let file = ''
let told: LogLine[]
let onTold: () => void
let isWatched = true
let tail: LogTail
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'e3-tail-'))
  file = join(dir, 'e3.log')
  told = []
  onTold = () => undefined
  isWatched = true
  tail = new LogTail({
    file,
    tell: (line) => {
      told.push(line)
      onTold()
    },
    isWatched: () => isWatched,
  })
})
afterEach(() => {
  tail.close()
  rmSync(dir, { recursive: true })
})

const ALL = { level: 'debug', text: '', limit: 2000 } as const
/** Small files, so that a few lines fill several of them. */
const logger = (maxBytes = 5000) => createLogger({ file, level: 'debug', processEnv: {}, maxBytes })
const countOf = (line: LogLine | undefined) => (JSON.parse(line?.fields ?? '{}') as { count?: number }).count

async function untilTold(count: number): Promise<void> {
  await new Promise<void>((resolve) => {
    onTold = () => {
      if (told.some((line) => countOf(line) === count)) resolve()
    }
    onTold()
  })
}

describe('read', () => {
  it('gives the latest lines that fit, the latest last', async () => {
    const log = logger()
    log.info('A job began', { jobId: 1 })
    log.child('agent').warn('A job failed', { jobId: 2, reason: 'No "memory"' })
    log.error('A job failed', { jobId: 3 })
    expect(await tail.read({ ...ALL, level: 'warn', text: 'job FAILED', limit: 1 })).toMatchObject([
      { level: 'error', message: 'A job failed', fields: '{"jobId":3}' },
    ])
    expect(await tail.read({ ...ALL, text: 'memory' })).toMatchObject([{ module: 'agent', level: 'warn' }])
    expect((await tail.read(ALL)).map(({ level }) => level)).toEqual(['info', 'warn', 'error'])
  })

  it('pages back through files that were set aside, with each line once', async () => {
    const log = logger()
    for (let count = 0; count < 150; count++) log.info('Line', { count })
    let lines: LogLine[] = []
    for (let page = await tail.read({ ...ALL, limit: 11 }); page.length > 0;) {
      lines = [...page, ...lines]
      page = await tail.read({ ...ALL, limit: 11, before: page[0]?.line })
    }
    const first = countOf(lines[0]) ?? 0
    expect(lines.length).toBeGreaterThan(100)
    expect(lines.map(countOf)).toEqual(Array.from({ length: 150 - first }, (_, at) => first + at))
    expect(lines.every((line, at) => at === 0 || line.line > (lines[at - 1]?.line ?? 0))).toBe(true)
  })

  it('keeps a line its number when files are set aside afterwards', async () => {
    const log = logger()
    for (let count = 0; count < 30; count++) log.info('Line', { count })
    const before = await tail.read(ALL)
    for (let count = 30; count < 100; count++) log.info('Line', { count })
    const after = new Map((await tail.read(ALL)).map((line) => [line.line, line]))
    for (const line of before.slice(-20)) expect(after.get(line.line)).toEqual(line)
  })

  it('shows lines of another program, without secrets, and no half line', async () => {
    writeFileSync(file, '2025-01-02 10:00:00 - WARNING - cannot reach http://me:pw1@gpu\n\n{"a":1}\n{"time":"2026')
    const lines = await tail.read(ALL)
    expect(lines).toMatchObject([
      { level: 'warn', module: '', fields: '' },
      { level: 'info', message: '{"a":1}' },
    ])
    expect(lines[0]?.message).not.toContain('pw1')
    expect(lines[0]?.at).toMatch(/^\d{4}-/)
  })

  it('is empty without a log, and passes over what is no line', async () => {
    expect(await tail.read(ALL)).toEqual([])
    writeFileSync(file, `${'x'.repeat(3_000_000)}\n`)
    logger(100_000_000).info('Line', { count: 1 })
    expect((await tail.read(ALL)).map(countOf)).toEqual([1])
  })
})

describe('what is told', () => {
  it('are the lines of all processes, with the numbers that read gives', async () => {
    const log = logger()
    log.info('Line', { count: 0 })
    await untilWatching()
    log.info('Line', { count: 1 })
    appendFileSync(file, '{"time":"2026-11-22T10:00:00.000Z","level":"info","module":"x","message":"y","count":2}\n')
    await untilTold(2)
    expect(told.map(countOf).filter((count) => count !== -1)).toEqual([1, 2])
    expect(told).toEqual((await tail.read(ALL)).slice(-told.length))
  })

  it('are the newest hundred of a flood', async () => {
    const log = logger(100_000)
    await untilWatching()
    told = []
    for (let count = 1; count <= 3000; count++) log.info('Line', { count })
    await untilTold(3000)
    expect(told.length).toBeLessThanOrEqual(100)
    expect(countOf(told.at(-1))).toBe(3000)
  })

  /** Once the first line is told, all that follow are. */
  async function untilWatching(): Promise<void> {
    const timer = setInterval(() => logger().info('Line', { count: -1 }), 50)
    await untilTold(-1)
    clearInterval(timer)
  }
})
