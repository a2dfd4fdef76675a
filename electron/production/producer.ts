import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { DeliveryFormat, Production, Step } from '#shared/models/production.ts'
import type { Title } from '#shared/models/title.ts'
import { Stopped } from './job-watch.ts'
import { chooseNarrator, requireNarrator } from './choose-narrator.ts'
import { DELIVERY_BRANCH, PICTURE_BRANCH, SPEECH_BRANCH, STEPS_NOT_ASKED_FOR } from './pipeline.ts'
import { requireProduction } from './production-state.ts'
import type { ProductionProgress } from './progress.ts'
import type { ProductionServices, StepContext } from './step.ts'

/** How often the studio looks for productions that another process has opened or resumed. */
const LOOK_INTERVAL_MS = 1000
/** The next one speaks while the one before is assembled. */
const PRODUCTIONS_AT_ONCE = 2

/** Hears what becomes of the productions that run unattended. */
export interface ProductionWitness {
  begins(production: Production): void
  progresses(production: Production, progress: ProductionProgress): void
  ends(production: Production): void
  fails(production: Production, error: unknown): void
}

interface RunOptions {
  signal: AbortSignal
  onProgress?(progress: ProductionProgress): void
}

/** Makes audiobooks: finds or opens the production of a title by a narrator and runs its steps to the end. */
export class Producer {
  private readonly services: ProductionServices
  private readonly running = new Map<number, Promise<Production>>()
  private endIdling: () => void = () => undefined

  constructor(services: ProductionServices) {
    this.services = services
  }

  /**
   * The production of this title by this narrator, unfinished or finished; a new one where there is none.
   *
   * Without a narrator the title's own reads, else the first active one of its language.
   * Throws `title.unknown`, `narrator.unknown` or `narrator.noneForLanguage`.
   */
  open(request: { bookId: string; narratorId: string | null; formats: DeliveryFormat[] }): Production {
    const { database } = this.services
    return database.transaction(() => {
      const title = this.requireTitle(request.bookId)
      const narrator = chooseNarrator(database.narrators, title, request.narratorId)
      const found = database.productions.find(title.bookId, narrator.narratorId)
      if (found === null) {
        const metadata = { formats: request.formats, skippedSteps: [...STEPS_NOT_ASKED_FOR] }
        return database.productions.create({ bookId: title.bookId, narratorId: narrator.narratorId, metadata })
      }
      database.productions.update(found.id, { metadata: { formats: request.formats } })
      return requireProduction(database, found.id)
    })
  }

  /**
   * Runs what is missing of a production; settles with status completed, paused or cancelled.
   *
   * An aborted signal pauses it. Throws the failing step's AppError after noting it in the row.
   * A production that already runs in this process is joined, not run twice.
   */
  run(id: number, options: RunOptions): Promise<Production> {
    const running = this.running.get(id)
    if (running !== undefined) return running
    const run = this.runSteps(id, options).finally(() => this.running.delete(id))
    this.running.set(id, run)
    return run
  }

  /**
   * Runs what is pending or was left processing, and what is added meanwhile, some at a time, until aborted.
   *
   * A failure is noted in the row, logged and told; the others go on. What an abort stopped is pending again.
   */
  async runUnfinished(signal: AbortSignal, witness: ProductionWitness): Promise<void> {
    const { productions } = this.services.database
    // Only one studio works in an environment: what is processing now was left so by one that died.
    for (const { id } of productions.list({ status: 'processing' })) productions.setStatus(id, 'pending')
    while (!signal.aborted) {
      const waiting = productions.list({ status: 'pending' }).filter(({ id }) => !this.running.has(id))
      for (const production of waiting.reverse().slice(0, PRODUCTIONS_AT_ONCE - this.running.size)) {
        void this.runWitnessed(production, signal, witness)
      }
      await this.idle(signal)
    }
    await Promise.allSettled(this.running.values())
  }

  /** There may be a production to run: `runUnfinished` looks at once. */
  wake(): void {
    this.endIdling()
  }

  private idle(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, LOOK_INTERVAL_MS)
      signal.addEventListener('abort', end)
      this.endIdling = end
      if (signal.aborted) end()
    })
  }

  private async runWitnessed(production: Production, signal: AbortSignal, witness: ProductionWitness): Promise<void> {
    const { productions } = this.services.database
    witness.begins(production)
    try {
      const onProgress = (progress: ProductionProgress) => witness.progresses(production, progress)
      const ended = await this.run(production.id, { signal, onProgress })
      // Our stop is no pause of the producer's: the next run goes on by itself.
      if (ended.status === 'paused' && signal.aborted) productions.setStatus(ended.id, 'pending')
      witness.ends(ended)
    } catch (error) {
      witness.fails(production, error)
    }
    this.wake()
  }

  private async runSteps(id: number, options: RunOptions): Promise<Production> {
    const { database, log } = this.services
    database.productions.setStatus(id, 'processing')
    database.productions.update(id, { metadata: { error: null } })
    try {
      const context = await this.contextOf(id, options.signal)
      const branches = [SPEECH_BRANCH, PICTURE_BRANCH].map((steps) => this.runBranch(context, steps, options))
      // A branch that fails does not stop the other: a night of speech is not lost to a missing picture.
      const outcomes = await Promise.allSettled(branches)
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
      await this.runBranch(context, DELIVERY_BRANCH, options)
      database.productions.setStatus(id, 'completed')
    } catch (error) {
      if (!(error instanceof Stopped)) {
        if (requireProduction(database, id).status === 'processing') database.productions.setStatus(id, 'failed')
        log.error('production failed', { productionId: id, error })
        throw error
      }
      if (requireProduction(database, id).status === 'processing') database.productions.setStatus(id, 'paused')
    }
    return requireProduction(database, id)
  }

  private async runBranch(context: StepContext, steps: typeof SPEECH_BRANCH, options: RunOptions): Promise<void> {
    const { database, productionId } = context
    for (const { step, run } of steps) {
      if (context.signal.aborted) throw new Stopped()
      database.productions.setStep(productionId, step, 'processing')
      try {
        await run({ ...context, report: (progress) => options.onProgress?.({ step, ...progress }) })
      } catch (error) {
        if (error instanceof Stopped) database.productions.setStep(productionId, step, 'pending')
        else this.noteFailure(productionId, step, error)
        throw error
      }
      database.productions.setStep(productionId, step, 'completed')
    }
  }

  private noteFailure(id: number, step: Step, error: unknown): void {
    const message = error instanceof AppError ? error.message : `Unexpected: ${messageOf(error)}`
    this.services.database.productions.setStep(id, step, 'failed')
    this.services.database.productions.update(id, { metadata: { error: { step, message } } })
  }

  private async contextOf(id: number, signal: AbortSignal): Promise<StepContext> {
    const { database, foundry } = this.services
    const { bookId, narratorId } = requireProduction(database, id)
    const book = await foundry.readMetadata(bookId)
    const titles = new Map(book.chapters.map((chapter) => [chapter.index, chapter.title]))
    return {
      ...this.services,
      productionId: id,
      title: this.requireTitle(bookId),
      narrator: requireNarrator(database.narrators, narratorId),
      signal,
      report: () => undefined,
      production: () => requireProduction(database, id),
      chapterName: (index) => titles.get(index) ?? 'Credits',
    }
  }

  /** The title, or `title.unknown`. */
  requireTitle(bookId: string): Title {
    const title = this.services.database.titles.get(bookId)
    if (title === null) {
      throw new AppError(
        'title.unknown',
        `There is no title ${bookId}. \`e3 titles\` lists them, \`e3 import FILE\` adds one.`,
      )
    }
    return title
  }
}
