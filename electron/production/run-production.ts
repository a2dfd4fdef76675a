import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { Production, Step } from '#shared/models/production.ts'
import { requireNarrator } from './choose-narrator.ts'
import { durationInWords } from './duration-in-words.ts'
import { DELIVERY_BRANCH, PICTURE_BRANCH, SPEECH_BRANCH } from './pipeline.ts'
import { requireProduction, requireTitle } from './production-state.ts'
import type { ProductionProgress } from './progress.ts'
import type { ProductionServices, StepContext } from './step.ts'
import { Stopped } from './stopped.ts'

/** How often a status that another process may have changed is read, in ms. */
const STATUS_INTERVAL_MS = 1000

export interface RunOptions {
  /** Ends the run; the production is then left as `leaveAs` says. */
  signal: AbortSignal
  /** What an abort makes of the production: paused (when left out), or pending, so that it goes on by itself. */
  leaveAs?: 'paused' | 'pending'
  onProgress?(progress: ProductionProgress): void
  /** The production's row has changed. */
  onChange?(): void
  /** Its chapters and chunks are others than before. */
  onReplanned?(): void
}

/** A production whose steps are being run. */
export interface Run {
  /** Settles with status completed, paused, pending or cancelled; rejects with the failing step's AppError after noting it in the row. */
  ended: Promise<Production>
  /** Reads the row at once: the production may have been paused or cancelled. */
  heed(): void
}

/** Walks all steps of a production; each does only what is missing. */
export function runProduction(services: ProductionServices, id: number, options: RunOptions): Run {
  const { database } = services
  const stop = new AbortController()
  const abort = () => stop.abort()
  const heed = () => {
    const status = database.productions.get(id)?.status ?? 'cancelled'
    if (status === 'paused' || status === 'cancelled') stop.abort()
    // It was paused and resumed before anybody noticed.
    if (status === 'pending' && !stop.signal.aborted) database.productions.setStatus(id, 'processing')
  }
  const timer = setInterval(heed, STATUS_INTERVAL_MS)
  options.signal.addEventListener('abort', abort)
  if (options.signal.aborted) stop.abort()
  const ended = runSteps(services, id, { ...options, signal: stop.signal }).finally(() => {
    clearInterval(timer)
    options.signal.removeEventListener('abort', abort)
  })
  return { ended, heed }
}

async function runSteps(services: ProductionServices, id: number, options: RunOptions): Promise<Production> {
  const { database, log } = services
  const startMs = Date.now()
  const isFirstRun = requireProduction(database, id).steps.parse_novel === 'pending'
  database.transaction(() => {
    database.productions.setStatus(id, 'processing')
    database.productions.update(id, { metadata: { error: null } })
    database.productionLog.add(id, 'info', isFirstRun ? 'Started.' : 'Goes on; what is made already stays.')
  })
  try {
    const context = await contextOf(services, id, options)
    const branches = [SPEECH_BRANCH, PICTURE_BRANCH].map((steps) => runBranch(context, steps, options))
    // A branch that fails does not stop the other: a night of speech is not lost to a missing picture.
    const outcomes = await Promise.allSettled(branches)
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    await runBranch(context, DELIVERY_BRANCH, options)
    if (options.signal.aborted) throw new Stopped()
    noteEnd(services, id, startMs)
  } catch (error) {
    const { status } = requireProduction(database, id)
    if (error instanceof Stopped) {
      // Any other status is a producer's wish, which is why it stopped.
      if (status === 'processing') noteInterruption(services, id, options.leaveAs ?? 'paused')
    } else {
      // A step has noted its own failure; before the first one it is the book that cannot be used.
      if (!requireProduction(database, id).metadata.error) noteFailure(services, id, 'parse_novel', error)
      if (status === 'processing') database.productions.setStatus(id, 'failed')
      log.error('production failed', { productionId: id, error })
      throw error
    }
  }
  return requireProduction(database, id)
}

async function runBranch(context: StepContext, steps: typeof SPEECH_BRANCH, options: RunOptions): Promise<void> {
  const { database, productionId } = context
  const setStep = (step: Step, status: 'processing' | 'pending' | 'completed') => {
    database.productions.setStep(productionId, step, status)
    options.onChange?.()
  }
  const isSkipped = (step: Step) => context.production().metadata.skippedSteps.includes(step)
  for (const { step, run } of steps.filter((each) => !isSkipped(each.step))) {
    if (context.signal.aborted) throw new Stopped()
    setStep(step, 'processing')
    try {
      await run({ ...context, report: (progress) => options.onProgress?.({ step, ...progress }) })
    } catch (error) {
      if (error instanceof Stopped) setStep(step, 'pending')
      else noteFailure(context, productionId, step, error)
      throw error
    }
    setStep(step, 'completed')
  }
}

function noteFailure({ database }: ProductionServices, productionId: number, step: Step, error: unknown): void {
  const message = error instanceof AppError ? error.message : `Unexpected: ${messageOf(error)}`
  database.transaction(() => {
    database.productions.setStep(productionId, step, 'failed')
    database.productions.update(productionId, { metadata: { error: { step, message } } })
    database.productionLog.add(productionId, 'error', message)
  })
}

function noteInterruption({ database }: ProductionServices, id: number, status: 'paused' | 'pending'): void {
  const message =
    status === 'paused'
      ? 'Stopped. It goes on when it is resumed.'
      : 'The studio was closed. It goes on at the next start.'
  database.transaction(() => {
    database.productions.setStatus(id, status)
    database.productionLog.add(id, 'info', message)
  })
}

function noteEnd({ database }: ProductionServices, id: number, startMs: number): void {
  database.transaction(() => {
    // A chunk was retried after all had been spoken: the next run puts its new take into the book.
    if (database.chunks.counts(id).pending > 0) {
      database.productions.setStatus(id, 'pending')
      return
    }
    database.productions.setStatus(id, 'completed')
    const { audioDurationSeconds } = requireProduction(database, id)
    const [length, took] = [audioDurationSeconds, (Date.now() - startMs) / 1000].map(durationInWords)
    database.productionLog.add(id, 'info', `Finished: ${length} of audio. This run took ${took}.`)
  })
}

async function contextOf(services: ProductionServices, id: number, options: RunOptions): Promise<StepContext> {
  const { database, foundry } = services
  const { bookId, narratorId } = requireProduction(database, id)
  const title = requireTitle(database, bookId)
  const book = await foundry.readMetadata(bookId)
  const chapters = new Map(book.chapters.map((chapter) => [chapter.index, chapter.title]))
  return {
    ...services,
    productionId: id,
    title,
    narrator: requireNarrator(database.narrators, narratorId),
    signal: options.signal,
    report: () => undefined,
    replanned: () => options.onReplanned?.(),
    production: () => requireProduction(database, id),
    chapterName: (index) => chapters.get(index) ?? 'Credits',
  }
}
