import type { JobPage, JobQuery, JobRow } from '#shared/models/job-row.ts'

/** Rows a request; a screen shows about thirty. */
export const PAGE_ROWS = 200
/** 4,000 rows: enough to scroll about without waiting, little beside a hundred thousand. */
const KEPT_PAGES = 20

/** The part of the queue that the window has seen lately: rows by the number of their page, each as of a revision. */
export type JobPages = ReadonlyMap<number, { revision: number; rows: readonly JobRow[] }>

export function rowAt(pages: JobPages, index: number): JobRow | null {
  return pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS] ?? null
}

/** Where a job stands among the pages that are known; null when it is on none of them. */
export function indexOf(pages: JobPages, id: number): number | null {
  for (const [number, { rows }] of pages) {
    const place = rows.findIndex((row) => row.id === id)
    if (place !== -1) return number * PAGE_ROWS + place
  }
  return null
}

/** The numbers of the pages that show the rows `first` to `last`. */
export function pagesOf(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first) / PAGE_ROWS)
  const to = Math.floor(Math.max(0, last) / PAGE_ROWS)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, place) => from + place)
}

/** Whether something has moved on the page since it was read. */
export function isStale(pages: JobPages, number: number, movedRevision: number): boolean {
  const page = pages.get(number)
  return page !== undefined && page.revision < movedRevision
}

/** The same rows, to be read anew wherever they are looked at. */
export function outdated(pages: JobPages): JobPages {
  return new Map([...pages].map(([number, { rows }]) => [number, { revision: -1, rows }]))
}

/** Takes in a page, with the rows that were told after it was read; forgets the pages that are farthest from it. */
export function withPage(
  pages: JobPages,
  { offset, revision, rows }: JobPage,
  news: ReadonlyMap<number, { revision: number; row: JobRow }>,
): JobPages {
  const number = offset / PAGE_ROWS
  const latest = rows.map((row) => {
    const told = news.get(row.id)
    return told !== undefined && told.revision > revision ? told.row : row
  })
  const next = [...new Map(pages).set(number, { revision, rows: latest })]
  if (next.length <= KEPT_PAGES) return new Map(next)
  const byDistance = next.sort(([a], [b]) => Math.abs(a - number) - Math.abs(b - number))
  return new Map(byDistance.slice(0, KEPT_PAGES))
}

/** Puts changed rows in their places; pages without them stay the same objects. `hasMoved`: the list's order may be another one now. */
export function foldRows(
  pages: JobPages,
  query: JobQuery,
  told: ReadonlyMap<number, JobRow>,
): { pages: JobPages; hasMoved: boolean } {
  const next = new Map(pages)
  const known = new Map<number, JobRow>()
  for (const [number, page] of pages) {
    const before = page.rows.filter(({ id }) => told.has(id))
    if (before.length === 0) continue
    for (const row of before) known.set(row.id, row)
    next.set(number, { ...page, rows: page.rows.map((row) => told.get(row.id) ?? row) })
  }
  const hasMoved = [...told.values()].some((row) => {
    const before = known.get(row.id)
    return before === undefined ? fits(query, row) : before.status !== row.status || before.priority !== row.priority
  })
  return { pages: known.size === 0 ? pages : next, hasMoved }
}

function fits(query: JobQuery, row: JobRow): boolean {
  return (
    (query.status === undefined || row.status === query.status) &&
    (query.jobType === undefined || row.jobType === query.jobType) &&
    (query.bookId === undefined || row.bookId === query.bookId) &&
    (query.productionId === undefined || row.productionId === query.productionId) &&
    (query.errorClass === undefined || row.errorClass === query.errorClass) &&
    (query.workflowId === undefined || row.workflowId === query.workflowId) &&
    (query.serverName === undefined || row.serverName === query.serverName)
  )
}
