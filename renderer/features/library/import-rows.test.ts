import { expect, test } from 'vitest'
import type { ImportItem, ImportStatus } from '#shared/models/import-item.ts'
import { importRows, summaryOf } from './import-rows.ts'

const item = (name: string, status: ImportStatus): ImportItem => ({
  importId: name,
  name,
  status,
  message: null,
  bookId: null,
  title: null,
  existing: null,
})
const outgoing = (name: string, status: 'waiting' | 'sending' | 'refused') => ({ key: 1, name, status, message: null })
const names = (rows: ReturnType<typeof importRows>) =>
  rows.map((row) => (row.kind === 'item' ? row.item.name : row.file.name))

test('puts decisions and failures before what goes by itself, and what is done last', () => {
  const rows = importRows(
    [outgoing('next', 'waiting'), outgoing('too large', 'refused')],
    [
      item('older', 'created'),
      item('newer', 'updated'),
      item('reading', 'reading'),
      item('twice', 'duplicate'),
      item('bad', 'failed'),
    ],
  )
  expect(names(rows)).toEqual(['twice', 'too large', 'bad', 'reading', 'next', 'newer', 'older'])
  expect(summaryOf(rows)).toEqual({ total: 7, settled: 4, failed: 2, duplicates: 1 })
})

test('shows a file once while the studio reads what is still being sent', () => {
  expect(names(importRows([outgoing('a', 'sending')], [item('a', 'reading')]))).toEqual(['a'])
  expect(names(importRows([outgoing('a', 'sending')], [item('a', 'created')]))).toEqual(['a', 'a'])
})
