import { expect, test } from 'vitest'
import { planChapter, plannedDurationMs } from './plan-chapter.ts'
import type { SpokenChunk } from './plan-chapter.ts'

const PAUSES = {
  clause_ms: 100,
  chunk_ms: 600,
  paragraph_ms: 900,
  group_ms: 1500,
  chapter_title_ms: 1400,
  head_ms: 1000,
  tail_ms: 2000,
}
const chunk = (name: string, rest: Partial<SpokenChunk> = {}): SpokenChunk => ({
  ...{ key: name, file: name, durationMs: 5000, role: 'text', ending: 'sentence' },
  ...rest,
})

test('A chapter pauses after each chunk as long as its ending asks, between its head and its tail', () => {
  const chunks = [
    chunk('title', { role: 'title', ending: 'paragraph' }),
    chunk('a', { ending: 'clause' }),
    chunk('b'),
    chunk('c', { ending: 'paragraph' }),
    chunk('d', { ending: 'group' }),
    chunk('e', { ending: 'chapter' }),
  ]
  const { segments } = planChapter('One', chunks, PAUSES)
  const shape = segments.map((segment) => (segment.kind === 'gap' ? segment.durationMs : segment.file))
  expect(shape).toEqual([1000, 'title', 1400, 'a', 100, 'b', 600, 'c', 900, 'd', 1500, 'e', 2000])
  expect(plannedDurationMs({ title: 'One', segments })).toBe(6 * 5000 + 7500)
})

test('A pause of no length is no segment', () => {
  const { segments } = planChapter('One', [chunk('a'), chunk('b')], { ...PAUSES, chunk_ms: 0 })
  expect(segments.map(({ kind }) => kind)).toEqual(['gap', 'speech', 'speech', 'gap'])
})
