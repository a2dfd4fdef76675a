import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cue } from '../subtitles/cue.ts'
import { VIDEO_LOOK, type VideoLook, type VideoPart } from './video-part.ts'
import { planVideo, type VideoPlan } from './video-plan.ts'

const tags = { title: 'Emma', author: 'Jane Austen', narrator: 'Slt', language: 'en', year: 1815, description: null }
const cover = { file: 'cover.jpg', key: 'cover' }
const burned: VideoLook = { ...VIDEO_LOOK, subtitles: 'burned' }

function partOf(lengthsMs: readonly number[], more: Partial<VideoPart> = {}): VideoPart {
  let at = 0
  const chapters = lengthsMs.map((ms, index) => ({ title: `Chapter ${index + 1}`, startMs: at, endMs: (at += ms) }))
  return { index: 1, count: 1, durationMs: at, tags, chapters, shots: [], cues: [], cover, openingMs: 0, ...more }
}

/** The still that is seen at a moment; null while one passes into another. */
function seenAt({ runs }: VideoPlan, ms: number): VideoPlan['stills'][number] | null {
  let end = 0
  const run = runs.find(({ frames }) => (end += frames) > Math.round((ms * VIDEO_LOOK.framesPerSecond) / 1000))
  return run?.kind === 'hold' ? run.still : null
}

test('covers every frame of any part once, in stretches that can be joined', () => {
  const anyGap = fc.integer({ min: 0, max: 900 })
  const anyCue = fc.record({ gap: anyGap, length: fc.integer({ min: 20, max: 5000 }) })
  const anyPart = fc.record({
    lengths: fc.array(fc.integer({ min: 300, max: 60_000 }), { minLength: 1, maxLength: 5 }),
    shots: fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 8 }),
    cues: fc.array(anyCue, { maxLength: 30 }),
    openingMs: fc.integer({ min: 0, max: 20_000 }),
    cardMs: fc.constantFrom(0, 6000),
  })
  fc.assert(
    fc.property(anyPart, ({ lengths, shots, cues, openingMs, cardMs }) => {
      let at = 0
      const timed = cues.map(({ gap, length }): Cue => ({ startMs: (at += gap), endMs: (at += length), lines: ['x'] }))
      const starts = shots.toSorted((a, b) => a - b)
      const part = partOf(lengths, {
        shots: starts.map((startMs, index) => ({ file: `${index}.jpg`, key: `${index}`, startMs })),
        cues: timed,
        openingMs,
      })
      const { frames, runs } = planVideo(part, { ...burned, cardMs }, 'x')
      expect(Math.abs(frames * 40 - part.durationMs)).toBeLessThanOrEqual(20)
      expect(runs.reduce((sum, run) => sum + run.frames, 0)).toBe(frames)
      for (const run of runs) expect(run.frames).toBeGreaterThanOrEqual(2)
    }),
    { numRuns: 200 },
  )
})

test('shows a chapter its card from its first moment on, and a scene from that of its paragraph', () => {
  const shots = [{ file: 'storm.jpg', key: 'storm', startMs: 90_000 }]
  const plan = planVideo(partOf([60_000, 60_000], { shots }), VIDEO_LOOK, 'x')
  expect(seenAt(plan, 60_000)).toMatchObject({ layout: 'card', heading: 'Chapter 2' })
  expect(seenAt(plan, 75_000)).toMatchObject({ layout: 'cover', heading: 'Chapter 2' })
  expect(seenAt(plan, 89_500)).toBeNull()
  expect(seenAt(plan, 90_000)).toMatchObject({ layout: 'scene', picture: { key: 'storm' } })
})

test('shows the cover alone while the opening credits sound', () => {
  const plan = planVideo(partOf([60_000], { openingMs: 8000 }), VIDEO_LOOK, 'x')
  expect(seenAt(plan, 0)).toMatchObject({ layout: 'cover', heading: null })
  expect(seenAt(plan, 8000)).toMatchObject({ layout: 'card' })
})

test('makes nothing anew for what a longer sentence only moves', () => {
  const cues = [
    { startMs: 10_000, endMs: 12_000, lines: ['One.'] },
    { startMs: 13_000, endMs: 15_000, lines: ['Two.'] },
  ]
  const moved = cues.map((cue) => ({ ...cue, startMs: cue.startMs + 3000, endMs: cue.endMs + 3000 }))
  const keys = (plan: VideoPlan): string[] => [...plan.stills, ...plan.fades].map(({ key }) => key).toSorted()
  const before = planVideo(partOf([60_000, 60_000], { cues }), burned, 'x')
  const after = planVideo(partOf([63_000, 60_000], { cues: moved }), burned, 'x')
  expect(keys(after)).toEqual(keys(before))
  const changed = planVideo(
    partOf([63_000, 60_000], { cues: [{ ...cues[0]!, lines: ['Won.'] }, cues[1]!] }),
    burned,
    'x',
  )
  expect(keys(changed).filter((key) => !keys(before).includes(key))).toHaveLength(1)
})

test('makes everything anew for another encoder or size', () => {
  const part = partOf([60_000])
  const plans = [
    planVideo(part, VIDEO_LOOK, 'x'),
    planVideo(part, VIDEO_LOOK, 'y'),
    planVideo(part, { ...VIDEO_LOOK, widthPx: 1280, heightPx: 720 }, 'x'),
  ]
  expect(new Set(plans.flatMap(({ stills, skipsKey }) => [skipsKey, ...stills.map(({ key }) => key)])).size).toBe(9)
})

test('burns a subtitle for exactly as long as it is spoken', () => {
  const cues = [{ startMs: 20_000, endMs: 22_000, lines: ['A line', 'and another'] }]
  const { runs } = planVideo(partOf([60_000], { cues }), burned, 'x')
  const spoken = runs.filter((run) => run.kind === 'hold' && run.still.caption !== null)
  expect(spoken.map(({ frames }) => frames)).toEqual([50])
})
