import type { Picture } from '#electron/database/repositories/picture.ts'
import type { StepContext } from '../step.ts'
import { Stopped } from '../stopped.ts'
import { reconcilePicture } from './settle-pictures.ts'
import { bestOf } from './title-cover.ts'
import type { WantedPicture } from './wanted-pictures.ts'

/** How often rows are asked for what another process has done: no agent tells of it. */
const LOOK_INTERVAL_MS = 1000

/** Waits until each place has a picture, or nothing on its way; takes in what was drawn. Rejects with `Stopped`. */
export async function awaitPictures(context: StepContext, places: readonly WantedPicture[]): Promise<void> {
  const news = listen(context)
  try {
    for (let open = places; ;) {
      open = await stillOpen(context, open)
      const value = places.length === 0 ? 1 : 1 - open.length / places.length
      const nothingSpoken = { chunksDone: 0, chunksTotal: 0, charactersPerSecond: null, etaMs: null }
      context.report({ value, description: 'Drawing pictures', ...nothingSpoken })
      if (open.length === 0) return
      if (context.signal.aborted) throw new Stopped()
      await news.next()
    }
  } finally {
    news.stop()
  }
}

async function stillOpen(context: StepContext, places: readonly WantedPicture[]): Promise<WantedPicture[]> {
  const open: WantedPicture[] = []
  for (const place of places) {
    const present = await Promise.all(place.candidates.map((picture) => reconcilePicture(context, picture)))
    const candidates = present.filter((picture) => picture !== null)
    const isOnItsWay = candidates.some((picture) => isUnderWay(context, picture))
    if (bestOf(candidates) === null && isOnItsWay) open.push({ ...place, candidates })
  }
  return open
}

function isUnderWay({ database }: StepContext, { jobId }: Picture): boolean {
  const status = jobId === null ? undefined : database.jobs.get(jobId)?.status
  return status === 'pending' || status === 'processing'
}

/** `next` settles at the next news of any picture since it was asked last, at the latest after a second, and on an abort. */
function listen({ agent, signal }: StepContext): { next(): Promise<void>; stop(): void } {
  let hasNews = false
  let tell: () => void = () => undefined
  const note = () => {
    hasNews = true
    tell()
  }
  const unsubscribe = agent.onJob(({ kind, job }) => {
    if (job.jobType === 'T2I' && (kind === 'done' || kind === 'failed')) note()
  })
  signal.addEventListener('abort', note)
  const timer = setInterval(note, LOOK_INTERVAL_MS)
  return {
    next: async () => {
      if (!hasNews) await new Promise<void>((resolve) => (tell = resolve))
      hasNews = false
    },
    stop: () => {
      unsubscribe()
      signal.removeEventListener('abort', note)
      clearInterval(timer)
    },
  }
}
