import { expect, test, vi } from 'vitest'
import type { ImportItem } from '#shared/models/import-item.ts'
import { createOutbox } from './outbox.ts'
import { pickedFile } from './walk-entries.ts'

const item = (name: string): ImportItem => ({
  importId: name,
  name,
  status: 'created',
  message: null,
  bookId: 'pg1',
  title: name,
  existing: null,
})

function outboxWith({ largestBytes = 1000, hold = false } = {}) {
  const arrived: string[] = []
  const releases: (() => void)[] = []
  const outbox = createOutbox({
    largestBytes,
    sendBook: async (name, bytes) => {
      if (hold) await new Promise<void>((resolve) => releases.push(resolve))
      arrived.push(`${name}:${bytes.byteLength}`)
      return item(name)
    },
    sendJob: (name, yaml) => {
      arrived.push(`${name}=${yaml}`)
      return Promise.resolve()
    },
    reasonOf: String,
    onBook: () => undefined,
  })
  return { outbox, arrived, releases }
}

test('sends books as bytes and job files as text, and forgets what has arrived', async () => {
  const { outbox, arrived } = outboxWith()
  outbox.send([pickedFile(new File(['four'], 'a.txt')), pickedFile(new File(['job_type: T2I'], 'b.YAML'))])
  await vi.waitFor(() => expect(outbox.getState().files).toEqual([]))
  expect(arrived.sort()).toEqual(['a.txt:4', 'b.YAML=job_type: T2I'])
})

test('refuses what is too large or empty without reading it, and keeps saying so until cleared', async () => {
  const { outbox, arrived } = outboxWith({ largestBytes: 3 })
  const large = new File(['four'], 'large.txt')
  large.arrayBuffer = () => Promise.reject(new Error('must not be read'))
  outbox.send([pickedFile(large), pickedFile(new File([], 'empty.txt'))])
  await vi.waitFor(() => expect(outbox.getState().files.map(({ status }) => status)).toEqual(['refused', 'refused']))
  expect(outbox.getState().files[1]?.message).toBe('The file is empty.')
  outbox.clear()
  expect([outbox.getState().files, arrived]).toEqual([[], []])
})

test('holds two files in memory at once and takes back those that wait', async () => {
  const { outbox, arrived, releases } = outboxWith({ hold: true })
  let opened = 0
  outbox.send(
    ['a', 'b', 'c', 'd'].map((name) => ({
      name,
      open: () => {
        opened += 1
        return Promise.resolve(new File([name], name))
      },
    })),
  )
  await vi.waitFor(() => expect(releases).toHaveLength(2))
  expect(opened).toBe(2)
  outbox.cancel(3)
  for (const release of releases) release()
  await vi.waitFor(() => expect(releases).toHaveLength(3))
  releases[2]?.()
  await vi.waitFor(() => expect(arrived).toEqual(['a:1', 'b:1', 'd:1']))
})
