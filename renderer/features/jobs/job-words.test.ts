import { expect, test } from 'vitest'
import { countFor } from './job-counts.ts'
import { workflowName } from './job-words.ts'

test.each([
  ['T2S_flite_v1', 'Flite'],
  ['T2S_chatterbox_v1', 'Chatterbox'],
  ['T2I_cover_v1', 'Cover'],
  ['T2I_flux1_krea', 'Flux1 krea'],
  ['image_qwen_image', 'Qwen image'],
  ['T2S_kokoro_v2', 'Kokoro v2'],
  ['upscale', 'Upscale'],
])('calls the workflow %s “%s”', (workflowId, name) => {
  expect(workflowName(workflowId)).toBe(name)
})

const counts = { pending: 5, processing: 1, done: 10, failed: 2 }

test('counts each status of the whole queue', () => {
  expect(countFor('failed', { query: {}, total: 18, counts })).toBe(2)
  expect(countFor('all', { query: { status: 'failed' }, total: 2, counts })).toBe(18)
})

test('claims no count that a further filter makes unknown', () => {
  const known = { query: { status: 'failed', bookId: 'pg98' } as const, total: 1, counts }
  expect(countFor('failed', known)).toBe(1)
  expect(countFor('pending', known)).toBeNull()
})
