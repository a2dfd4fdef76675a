import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import type { ProductionProgress } from '#electron/production/progress.ts'
import { createProgressDisplay } from './progress-display.ts'

const HIDE = '\u001b[?25l'
const SHOW = '\u001b[?25h'

const PROGRESS: ProductionProgress = {
  step: 'audio_generation',
  value: 0.5,
  description: 'Chapter One',
  chunksDone: 1,
  chunksTotal: 2,
  charactersPerSecond: null,
  etaMs: null,
}

/** A stream that says it is a terminal and keeps what was written to it. */
function terminal(isTTY: boolean): NodeJS.WriteStream {
  return Object.assign(new PassThrough(), { isTTY, columns: 60 }) as unknown as NodeJS.WriteStream
}

function written(stream: NodeJS.WriteStream): string {
  const text = (stream as unknown as PassThrough).read() as Buffer | null
  return text?.toString() ?? ''
}

/** The next thing that is written. */
async function nextWrite(stream: NodeJS.WriteStream): Promise<string> {
  await new Promise((resolve) => stream.once('readable', resolve))
  return written(stream)
}

test('draws two lines on a terminal and leaves it clean, with its cursor', async () => {
  const stream = terminal(true)
  const display = createProgressDisplay(stream, { NO_COLOR: '1' })
  expect(written(stream)).toBe(HIDE)
  display.show(PROGRESS)
  expect(await nextWrite(stream)).toMatch(/^Speaking ━+┄+ 50 % · chunk 1\/2\nChapter One\n$/)
  display.close()
  expect(written(stream)).toBe(`\u001b[2F\u001b[J${SHOW}`)
})

test('leaves a line above what it redraws', () => {
  const stream = terminal(true)
  const display = createProgressDisplay(stream, { NO_COLOR: '1' })
  display.show(PROGRESS)
  display.say('The server cellar is away.')
  expect(written(stream)).toMatch(/The server cellar is away\.\nSpeaking ━+┄+ 50 % · chunk 1\/2\nChapter One\n$/)
  display.close()
})

test('restores the cursor also when nothing was drawn', () => {
  const stream = terminal(true)
  createProgressDisplay(stream, {}).close()
  expect(written(stream)).toBe(HIDE + SHOW)
})

test('shows speech rather than the cover that is drawn beside it', async () => {
  const stream = terminal(true)
  const display = createProgressDisplay(stream, {})
  written(stream)
  display.show(PROGRESS)
  display.show({ ...PROGRESS, step: 'image_generation', description: 'Cover' })
  expect(await nextWrite(stream)).toContain('Speaking')
  display.close()
})

test.each([
  ['a pipe', terminal(false), {}],
  ['a dumb terminal', terminal(true), { TERM: 'dumb' }],
])('writes plain lines, not one for each change, to %s', (_, stream, processEnv) => {
  const display = createProgressDisplay(stream, processEnv)
  for (let chunk = 0; chunk < 100; chunk++) display.show({ ...PROGRESS, chunksDone: chunk })
  display.close()
  expect(written(stream)).toBe('Speaking · 50 % · chunk 0/2 · Chapter One\n')
})
