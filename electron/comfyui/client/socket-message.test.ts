import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSocketMessage } from './socket-message.ts'

const read = (type: string, data: unknown) => readSocketMessage(JSON.stringify({ type, data }))

test('knows the messages that say when to look and how far a prompt is', () => {
  const promptId = 'p'
  expect(read('status', { status: { exec_info: { queue_remaining: 1 } }, sid: 's' })).toEqual({ kind: 'status' })
  expect(read('execution_start', { prompt_id: promptId })).toEqual({ kind: 'started', promptId })
  expect(read('executing', { node: '1', prompt_id: promptId })).toEqual({ kind: 'started', promptId })
  expect(read('execution_success', { prompt_id: promptId })).toEqual({ kind: 'ending', promptId })
  expect(read('execution_interrupted', { prompt_id: promptId })).toEqual({ kind: 'ending', promptId })
  expect(read('executing', { node: null, prompt_id: promptId })).toEqual({ kind: 'ended', promptId })
})

test('adds up the progress of the nodes', () => {
  const nodes = { '1': { value: 1, max: 1 }, '2': { value: 3, max: 12 }, '3': { value: 0, max: 0 }, '4': 'odd' }
  expect(read('progress_state', { prompt_id: 'p', nodes })).toEqual({ kind: 'progress', promptId: 'p', nodes: 1.25 })
})

test('skips what it does not know', () => {
  expect(read('executing', { node: '1' })).toBeNull()
  expect(read('assets.added', { id: 1 })).toBeNull()
  expect(read('logs', {})).toBeNull()
  expect(readSocketMessage('{"type":')).toBeNull()
})

test('never throws, whatever arrives', () => {
  fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => void readSocketMessage(text)))
  fc.assert(fc.property(fc.string(), fc.jsonValue(), (type, data) => void read(type, data)))
})
