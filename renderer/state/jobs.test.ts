import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { JobRow } from '#shared/models/job-row.ts'
import type { RouteInput } from '#shared/contract/routes.ts'
import { indexOf, rowAt } from './job-pages.ts'
import { TestStudio } from './test-studio.ts'

const studio = new TestStudio()
studio.install()
const { lookAtJobs, openJobs, reloadJobs, showJobs, useJobs } = await import('./jobs.ts')
const { setJobPriority } = await import('./job-actions.ts')

let queue: JobRow[]
let close: () => void

beforeEach(() => {
  queue = Array.from({ length: 100_000 }, (_, place) => job(place + 1))
  studio.asked.length = 0
  studio.answers['job.page'] = answerPage
  showJobs({}, 'queue')
  close = openJobs()
})
afterEach(() => close())

test('holds only the stretch of a long queue that was looked at', async () => {
  await shown(0)
  lookAtJobs(70_000, 70_030)
  await shown(70_000)
  expect(useJobs.getState().total).toBe(100_000)
  expect(rowAt(useJobs.getState().pages, 70_010)?.id).toBe(70_011)
  for (let row = 0; row < 100_000; row += 5_000) {
    lookAtJobs(row, row + 30)
    await shown(row)
  }
  expect(useJobs.getState().pages.size).toBeLessThanOrEqual(20)
})

test('changes a row in its place and leaves the other pages untouched', async () => {
  lookAtJobs(150, 250)
  await shown(250)
  const before = useJobs.getState().pages
  studio.tell(changed({ ...job(3), serverName: 'gpu-box' }))
  await vi.waitFor(() => expect(rowAt(useJobs.getState().pages, 2)?.serverName).toBe('gpu-box'))
  expect(useJobs.getState().pages.get(1)).toBe(before.get(1))
  expect(pagesAsked()).toBe(2)
})

test('reads what is in view again when a job may have moved', async () => {
  await shown(0)
  queue = [{ ...job(900), priority: 1 }, ...queue.filter(({ id }) => id !== 900)]
  studio.tell(changed({ ...job(900), priority: 1 }))
  await vi.waitFor(() => expect(indexOf(useJobs.getState().pages, 900)).toBe(0))
})

test('keeps the newer row when a page was read before it was told', async () => {
  await shown(0)
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const stale = answerPage({ query: {}, order: 'queue', offset: 0, limit: 200 })
  studio.answers['job.page'] = async () => {
    await held
    return stale
  }
  reloadJobs()
  studio.tell(changed({ ...job(5), status: 'done' }))
  await vi.waitFor(() => expect(rowAt(useJobs.getState().pages, 4)?.status).toBe('done'))
  letGo()
  studio.answers['job.page'] = answerPage
  await vi.waitFor(() => expect(useJobs.getState().pages.get(0)?.revision).toBe(stale.revision))
  expect(rowAt(useJobs.getState().pages, 4)?.status).toBe('done')
})

test('a burst of 2,000 changes is drawn once and reads the pages in view once', async () => {
  await shown(0)
  const asked = pagesAsked()
  let drawn = 0
  const stop = useJobs.subscribe(() => (drawn += 1))
  queue = queue.map((row) => (row.id <= 2_000 ? { ...row, status: 'processing' } : row))
  for (const row of queue.slice(0, 2_000)) studio.tell(changed(row))
  await vi.waitFor(() => expect(useJobs.getState().pages.get(0)?.revision).toBe(studio.revision))
  stop()
  // One for the rows that are known, one for the page that is read again.
  expect(drawn).toBe(2)
  expect(pagesAsked() - asked).toBe(1)
})

test('says why the queue cannot be read and reads it on demand', async () => {
  delete studio.answers['job.page']
  showJobs({ status: 'failed' }, 'newest')
  await vi.waitFor(() =>
    expect(useJobs.getState()).toMatchObject({ status: 'failed', failure: { code: 'test.refused' } }),
  )
  studio.answers['job.page'] = answerPage
  reloadJobs()
  await vi.waitFor(() => expect(useJobs.getState()).toMatchObject({ status: 'ready', failure: null }))
})

test('shows a new priority at once and takes it back when the studio refuses', async () => {
  await shown(0)
  const priorityShown = () => rowAt(useJobs.getState().pages, 1)?.priority
  const refused = setJobPriority(job(2), 7)
  expect(priorityShown()).toBe(7)
  await expect(refused).rejects.toThrow('No answer')
  expect(priorityShown()).toBe(50)
})

test('does not take back what the studio told meanwhile', async () => {
  await shown(0)
  let refuse = () => {}
  studio.answers['job.setPriority'] = () => new Promise((_, reject) => (refuse = () => reject(new Error('Not now'))))
  const refused = setJobPriority(job(2), 7)
  studio.tell(changed({ ...job(2), priority: 3 }))
  await vi.waitFor(() => expect(rowAt(useJobs.getState().pages, 1)?.priority).toBe(3))
  refuse()
  await expect(refused).rejects.toThrow('Not now')
  expect(rowAt(useJobs.getState().pages, 1)?.priority).toBe(3)
})

test('reads everything anew in another environment', async () => {
  await shown(0)
  queue = [job(7)]
  studio.tell({
    name: 'studio.changed',
    key: 'studio',
    data: {
      phase: 'open',
      env: 'prod',
      description: '',
      epoch: 2,
      failure: null,
      workspaceName: '',
      version: '',
      host: 'browser',
      warnings: [],
    },
  })
  await vi.waitFor(() => expect(useJobs.getState()).toMatchObject({ status: 'ready', total: 1 }))
})

function answerPage({ query, offset, limit }: RouteInput<'job.page'>) {
  const rows = queue.filter(({ status }) => query.status === undefined || status === query.status)
  return { revision: studio.revision, total: rows.length, offset, rows: rows.slice(offset, offset + limit) }
}

function pagesAsked(): number {
  return studio.asked.filter((route) => route === 'job.page').length
}

async function shown(row: number): Promise<void> {
  await vi.waitFor(() => expect(rowAt(useJobs.getState().pages, row)).not.toBeNull())
}

function changed(row: JobRow) {
  return { name: 'job.changed' as const, key: String(row.id), data: row }
}

function job(id: number): JobRow {
  return {
    id,
    jobType: 'SPEECH',
    workflowId: 'T2S_flite_v1',
    status: 'pending',
    priority: 50,
    retriesAttempted: 0,
    retryLimit: 2,
    productionId: 1,
    bookId: 'pg98',
    label: `Passage ${id}`,
    serverName: null,
    startTime: null,
    endTime: null,
    durationS: null,
    errorClass: null,
  }
}
