import fc from 'fast-check'
import { expect, test } from 'vitest'
import { STEPS } from '#shared/models/production.ts'
import type { ProductionProgress } from '#electron/production/progress.ts'
import { progressLine, progressLines } from './progress-line.ts'
import { textWidth } from './text-width.ts'

const SPEAKING: ProductionProgress = {
  step: 'audio_generation',
  value: 0.27,
  description: 'IV. The Fall',
  chunksDone: 123,
  chunksTotal: 1456,
  charactersPerSecond: 2134.4,
  etaMs: 80_400,
}

test('says step, share, chunk, speed, time left and chapter', () => {
  const facts = '27 % · chunk 123/1,456 · 2,134 characters/s · 1 min 20 s left'
  expect(progressLine(SPEAKING)).toBe(`Speaking · ${facts} · IV. The Fall`)
  const [bar, chapter] = progressLines(SPEAKING, 120)
  expect(bar).toBe(`Speaking ${'━'.repeat(11)}${'┄'.repeat(29)} ${facts}`)
  expect(chapter).toBe('IV. The Fall')
})

test('leaves out what was not measured yet', () => {
  const progress = { ...SPEAKING, step: 'audio_combination', charactersPerSecond: null, etaMs: null } as const
  expect(progressLine(progress)).toBe('Assembling · 27 % · IV. The Fall')
})

test('never passes the width of the terminal, whatever the chapter is called', () => {
  const progress = fc.record({
    step: fc.constantFrom(...STEPS),
    value: fc.double({ min: -1, max: 2, noNaN: true }),
    description: fc.string({ unit: 'grapheme' }),
    chunksDone: fc.nat(),
    chunksTotal: fc.nat(),
    charactersPerSecond: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
    etaMs: fc.option(fc.nat()),
  })
  fc.assert(
    fc.property(progress, fc.integer({ min: 1, max: 200 }), (given, width) => {
      for (const line of progressLines(given, width)) expect(textWidth(line)).toBeLessThanOrEqual(width)
    }),
  )
})
