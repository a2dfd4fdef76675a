import { expect, test } from 'vitest'
import type { BlastRadius } from '#shared/models/release.ts'
import { costsOf, monthOf, reasonsOf, remedyForAll } from './release-words.ts'

const NOTHING: BlastRadius = {
  ...{ files: [], filesKept: 28, passages: 0, renderMs: null, chapters: 0, encodeMs: 0, videoMs: 0 },
}
const cover = { file: 'cover.jpg', kind: 'cover', why: 'the cover is another' } as const
const chapter = { file: '01.mp3', kind: 'mp3', why: 'a passage is another' } as const

test('says nothing of a build that has nothing to do', () => {
  expect(costsOf(NOTHING)).toEqual([])
})

test('says what a build costs, and what comes before it', () => {
  const plan = { ...NOTHING, files: [chapter], filesKept: 1, passages: 2, renderMs: 190_000, chapters: 1 }
  expect(costsOf({ ...plan, encodeMs: 723_000 })).toEqual([
    '1 chapter to encode, 12 min of sound.',
    '1 file to write; 1 file can stay as it is.',
    'Before that, produce the title again: 2 passages to speak anew, about 3 min of work for the servers.',
  ])
  expect(costsOf({ ...plan, renderMs: null }).at(-1)).toBe(
    'Before that, produce the title again: 2 passages to speak anew.',
  )
})

test('gathers files by why they are made, most first', () => {
  const second = { ...chapter, file: '02.mp3' }
  expect(reasonsOf({ ...NOTHING, files: [cover, chapter, second] })).toEqual([
    { why: 'a passage is another', files: ['01.mp3', '02.mp3'] },
    { why: 'the cover is another', files: ['cover.jpg'] },
  ])
})

test('speaks of one row as one', () => {
  expect(remedyForAll('level', 1)).toBe('Bring to level again')
  expect(remedyForAll('level', 7)).toBe('Bring all 7 rows to level again')
})

test('says when a rule was read, also when the date is no month', () => {
  expect([monthOf('2026-11'), monthOf('lately')]).toEqual(['November 2026', 'lately'])
})
