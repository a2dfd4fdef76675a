import { create } from 'zustand'
import type { StudioEvent } from '#shared/contract/event.ts'
import type { ReplyError } from '#shared/contract/reply.ts'
import type { RouteInput } from '#shared/contract/routes.ts'
import type { JobQuery, JobRow } from '#shared/models/job-row.ts'
import { onReconnect, request, subscribe } from '../bridge.ts'
import { foldRows, isStale, outdated, PAGE_ROWS, pagesOf, withPage, type JobPages } from './job-pages.ts'
import { failureOf, watchEnvironment } from './follow-snapshot.ts'

export type JobOrder = RouteInput<'job.page'>['order']

/** The queue as one long list of which the window holds the stretch that it looks at. */
interface JobsState {
  status: 'loading' | 'ready' | 'failed'
  failure: ReplyError | null
  query: JobQuery
  order: JobOrder
  /** Jobs that fit the query. */
  total: number
  pages: JobPages
}

/** Half a screen more than enough on either side. */
const AHEAD_ROWS = 60
/** One frame: however fast news come in, rows are drawn once in it. */
const FRAME_MS = 16
/** Pages in view are read anew at most four times a second. */
const REFRESH_MS = 250

const NOTHING = { status: 'loading', failure: null, total: 0, pages: new Map() } as const
/** The jobs that the window looks at. */
export const useJobs = create<JobsState>(() => ({ ...NOTHING, query: {}, order: 'queue' }))

type Timer = ReturnType<typeof setTimeout>
let view: { first: number; last: number } | null = null
/** Of the latest event after which rows may stand elsewhere. */
let movedRevision = 0
/** Rises when whatever is on its way is of no use any more. */
let turn = 0
let foldTimer: Timer | undefined
let refreshTimer: Timer | undefined
let refreshedMs = 0
const inFlight = new Set<number>()
let untold: StudioEvent[] = []
/** Rows told while a page is on its way that may have been read before them. */
const news = new Map<number, { revision: number; row: JobRow }>()

/** Follows the queue until what it returns is called. */
export function openJobs(): () => void {
  view = { first: 0, last: 0 }
  startAnew(outdated(useJobs.getState().pages))
  const isOtherEnvironment = watchEnvironment()
  const endEvents = subscribe((events) => {
    if (events.some(isOtherEnvironment)) {
      useJobs.setState(NOTHING)
      startAnew(NOTHING.pages)
      return
    }
    untold.push(...events.filter(({ name }) => name === 'job.changed' || name === 'queue.changed'))
    if (untold.length > 0) foldTimer ??= setTimeout(fold, FRAME_MS)
  })
  const endReconnects = onReconnect(() => startAnew(outdated(useJobs.getState().pages)))
  return () => {
    endEvents()
    endReconnects()
    view = null
    startAnew(useJobs.getState().pages)
  }
}

/** Shows other jobs, or the same in another order. */
export function showJobs(query: JobQuery, order: JobOrder): void {
  useJobs.setState({ ...NOTHING, query, order })
  startAnew(NOTHING.pages)
}

/** Tells which rows are on the screen, so that they are loaded. */
export function lookAtJobs(first: number, last: number): void {
  if (view === null) return
  view = { first, last }
  attend()
}

/** Reads what is on the screen again. */
export function reloadJobs(): void {
  useJobs.setState(({ pages }) => ({ pages: outdated(pages) }))
  refresh()
}

/** Shows a row that this window knows of first; the next event about it has the last word. */
export function putJob(row: JobRow): void {
  const { pages, query } = useJobs.getState()
  useJobs.setState({ pages: foldRows(pages, query, new Map([[row.id, row]])).pages })
  if (inFlight.size > 0) news.set(row.id, { revision: Number.MAX_SAFE_INTEGER, row })
}

function startAnew(pages: JobPages): void {
  turn += 1
  inFlight.clear()
  news.clear()
  untold = []
  clearTimeout(foldTimer)
  clearTimeout(refreshTimer)
  foldTimer = refreshTimer = undefined
  movedRevision = 0
  useJobs.setState({ pages })
  refresh()
}

function fold(): void {
  foldTimer = undefined
  const events = untold
  untold = []
  const told = new Map<number, JobRow>()
  for (const event of events) {
    if (event.name !== 'job.changed') continue
    told.set(event.data.id, event.data)
    if (inFlight.size > 0) news.set(event.data.id, { revision: event.revision, row: event.data })
  }
  const { pages, query } = useJobs.getState()
  const folded = foldRows(pages, query, told)
  if (folded.pages !== pages) useJobs.setState({ pages: folded.pages })
  if (!folded.hasMoved && !events.some(({ name }) => name === 'queue.changed')) return
  movedRevision = Math.max(movedRevision, ...events.map(({ revision }) => revision))
  attend()
}

/** Loads what is missing in view at once, what may have moved in its turn. */
function attend(): void {
  const { pages } = useJobs.getState()
  const numbers = pagesInView()
  for (const number of numbers) if (!pages.has(number)) void loadPage(number)
  if (!numbers.some((number) => isStale(pages, number, movedRevision))) return
  refreshTimer ??= setTimeout(refresh, Math.max(0, refreshedMs + REFRESH_MS - Date.now()))
}

function refresh(): void {
  refreshTimer = undefined
  refreshedMs = Date.now()
  const { pages } = useJobs.getState()
  for (const number of pagesInView()) {
    if (!pages.has(number) || isStale(pages, number, movedRevision)) void loadPage(number)
  }
}

function pagesInView(): number[] {
  if (view === null) return []
  const lastRow = Math.max(0, useJobs.getState().total - 1)
  return pagesOf(Math.min(view.first - AHEAD_ROWS, lastRow), Math.min(view.last + AHEAD_ROWS, lastRow))
}

async function loadPage(number: number): Promise<void> {
  if (inFlight.has(number)) return
  const mine = turn
  const { query, order } = useJobs.getState()
  inFlight.add(number)
  try {
    const page = await request('job.page', { query, order, offset: number * PAGE_ROWS, limit: PAGE_ROWS })
    if (mine !== turn) return
    inFlight.delete(number)
    const pages = withPage(useJobs.getState().pages, page, news)
    useJobs.setState({ status: 'ready', failure: null, total: page.total, pages })
    if (inFlight.size === 0) news.clear()
    attend()
  } catch (error) {
    if (mine !== turn) return
    inFlight.delete(number)
    // What was read before stays on the screen, with the reason above it.
    useJobs.setState(({ status }) => ({ status: status === 'ready' ? 'ready' : 'failed', failure: failureOf(error) }))
  }
}
