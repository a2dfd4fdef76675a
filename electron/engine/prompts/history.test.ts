import { expect, test } from 'vitest'
import { History, type HistoryEntry } from './history.ts'

const entry = (text = ''): HistoryEntry => ({
  prompt: [0, 'id', { '1': { class_type: 'X', inputs: { text } } }, {}, ['1']],
  outputs: {},
  status: { status_str: 'success', completed: true, messages: [] },
  meta: {},
})

function historyOf(...ids: string[]): History {
  const history = new History()
  for (const id of ids) history.add(id, entry())
  return history
}

test.each([
  [null, -1, 'abcd'],
  [2, -1, 'cd'],
  [9, -1, 'abcd'],
  [0, -1, ''],
  [-1, -1, ''],
  [2, 1, 'bc'],
  [null, 2, 'cd'],
  [2, 9, ''],
  // ComfyUI looks at its limit only after it took one.
  [0, 1, 'b'],
])('at most %j from %i is %j', (maxItems, offset, expected) => {
  expect(Object.keys(historyOf('a', 'b', 'c', 'd').list(maxItems, offset)).join('')).toBe(expected)
})

test('a prompt that ran again is the newest', () => {
  expect(Object.keys(historyOf('a', 'b', 'a').list(null, -1))).toEqual(['b', 'a'])
})

test('the oldest go when the graphs grow too large, but the last one stays', () => {
  const history = historyOf('small')
  history.add('large', entry('x'.repeat(40 * 1024 * 1024)))
  history.add('larger', entry('x'.repeat(70 * 1024 * 1024)))
  expect(Object.keys(history.list(null, -1))).toEqual(['larger'])
  history.add('next', entry())
  expect(Object.keys(history.list(null, -1))).toEqual(['next'])
})
