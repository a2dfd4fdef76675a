import { expect, test } from 'vitest'
import { countChapters } from './count-chapters.ts'

test('counts what the title page numbers, without the preface', () => {
  expect(countChapters({ chapters: [{ kind: 'preface' }, { kind: 'chapter' }, { kind: 'chapter' }] })).toBe(2)
})
