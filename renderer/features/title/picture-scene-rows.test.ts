import { expect, test } from 'vitest'
import type { PictureCard, SceneProposal } from '#shared/models/picture.ts'
import { testPicture } from '#renderer/state/test-picture.ts'
import { TestStudio } from '#renderer/state/test-studio.ts'

new TestStudio().install()
const { isBare, sceneChapters, sceneRows } = await import('./picture-scene-rows.ts')

const CHAPTERS = [
  { index: 1, title: 'The road' },
  { index: 2, title: 'The sea' },
]
const proposal = (chapterIndex: number, paragraphIndex: number): SceneProposal => ({
  kind: 'scene',
  chapterIndex,
  paragraphIndex,
  chapterTitle: CHAPTERS[chapterIndex - 1]?.title ?? '',
  excerpt: `Words ${chapterIndex}.${paragraphIndex}`,
})
const scene = (id: number, chapterIndex: number, paragraphIndex: number, changes: Partial<PictureCard> = {}) =>
  testPicture({ id, kind: 'scene', chapterIndex, paragraphIndex, ...changes })

test('stands in reading order, with the candidates of each place, the latest first', () => {
  const chapters = sceneChapters(
    [proposal(2, 1), proposal(1, 12), proposal(1, 3)],
    [scene(5, 1, 3), scene(8, 1, 3, { isChosen: true }), testPicture({ id: 9 })],
    CHAPTERS,
  )
  expect(chapters.map(({ title }) => title)).toEqual(['The road', 'The sea'])
  const [first, second] = chapters[0]?.scenes ?? []
  expect(first?.candidates.map(({ id }) => id)).toEqual([8, 5])
  expect(first?.chosen?.id).toBe(8)
  expect(second).toMatchObject({ excerpt: 'Words 1.12', candidates: [], chosen: null })
})

test('keeps a picture in sight whose place is no longer proposed', () => {
  const chapters = sceneChapters([proposal(2, 4)], [scene(1, 2, 2), scene(2, 7, 1)], CHAPTERS)
  expect(chapters.map(({ title }) => title)).toEqual(['The sea', 'Chapter 7'])
  expect(chapters[0]?.scenes.map(({ excerpt }) => excerpt)).toEqual([null, 'Words 2.4'])
})

test('numbers the scenes through the book', () => {
  const rows = sceneRows(sceneChapters([proposal(1, 1), proposal(2, 1), proposal(2, 9)], [], CHAPTERS))
  expect(rows.map((row) => (row.kind === 'scene' ? row.number : row.chapter.title))).toEqual([
    'The road',
    1,
    'The sea',
    2,
    3,
  ])
})

test('counts a scene whose every try failed among those without a picture', () => {
  expect(isBare({ candidates: [] })).toBe(true)
  expect(isBare({ candidates: [scene(1, 1, 1, { status: 'failed' })] })).toBe(true)
  expect(isBare({ candidates: [scene(2, 1, 1, { status: 'waiting' }), scene(1, 1, 1, { status: 'failed' })] })).toBe(
    false,
  )
})
