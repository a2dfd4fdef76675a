import { expect, test } from 'vitest'
import type { ChunkTick, ProductionCard, ProductionDetails } from '#shared/models/production-card.ts'
import { foldProduction } from './production-fold.ts'

test('changes one tick and leaves the other chapters as they are', () => {
  const before = details()
  const after = foldProduction(before, 1, [chunkChanged(1, 2, { ...tick(21), status: 'done', durationMs: 4000 })])
  expect(after.chapters[1]?.chunks.map(({ status }) => status)).toEqual(['done', 'pending'])
  expect(after.chapters[0]).toBe(before.chapters[0])
})

test('takes the latest of several changes of one chunk', () => {
  const after = foldProduction(details(), 1, [
    chunkChanged(1, 2, { ...tick(22), status: 'running' }),
    chunkChanged(1, 2, { ...tick(22), status: 'done' }),
  ])
  expect(after.chapters[1]?.chunks[1]?.status).toBe('done')
})

test('is untouched by what happens to other productions', () => {
  const before = details()
  expect(foldProduction(before, 1, [chunkChanged(2, 2, tick(21)), logged(5, 2)])).toBe(before)
})

test('puts what happened on top, each entry once', () => {
  const after = foldProduction(details(), 1, [logged(5, 1), logged(6, 1), logged(5, 1)])
  expect(after.log.map(({ id }) => id)).toEqual([6, 5])
})

function details(): ProductionDetails {
  return {
    card: { id: 1 } as ProductionCard,
    chapters: [
      { index: 1, title: 'One', chunks: [tick(11), tick(12)] },
      { index: 2, title: 'Two', chunks: [tick(21), tick(22)] },
    ],
    log: [],
    files: [],
  }
}

function tick(id: number): ChunkTick {
  return { id, status: 'pending', version: 'a', isRedone: false, characters: 100, durationMs: null }
}

function chunkChanged(productionId: number, chapterIndex: number, changed: ChunkTick) {
  const data = { productionId, chapterIndex, chunkIndex: 1, tick: changed }
  return { name: 'chunk.changed' as const, key: String(changed.id), revision: 9, data }
}

function logged(id: number, productionId: number) {
  const data = { id, productionId, at: '2026-11-22T10:00:00Z', level: 'info' as const, message: 'Started' }
  return { name: 'production.logged' as const, key: String(id), revision: 9, data }
}
