import { AppError } from '#shared/models/app-error.ts'
import type { DeliveryFormat, Production } from '#shared/models/production.ts'
import { chooseNarrator } from './choose-narrator.ts'
import { skippedSteps } from './pipeline.ts'
import { requireProduction, requireTitle } from './production-state.ts'
import type { ProductionProgress } from './progress.ts'
import { runProduction, type Run, type RunOptions } from './run-production.ts'
import type { ProductionServices } from './step.ts'

/** How often the studio looks for productions that another process has opened or resumed. */
const LOOK_INTERVAL_MS = 1000
/** The next one speaks while the one before is assembled. */
const PRODUCTIONS_AT_ONCE = 2

/** Hears what becomes of the productions that run unattended. */
export interface ProductionWitness {
  begins(production: Production): void
  progresses(production: Production, progress: ProductionProgress): void
  /** A step has begun or ended. */
  changes?(production: Production): void
  replans?(production: Production): void
  ends(production: Production): void
  fails(production: Production, error: unknown): void
}

/** What is to be produced; a preset of pauses that is left out stays as it was, null is the configuration's. */
export interface ProductionRequest {
  bookId: string
  narratorId: string | null
  formats: DeliveryFormat[]
  pausePreset?: string | null | undefined
}

/** Makes audiobooks: finds or opens the production of a title by a narrator and runs its steps to the end. */
export class Producer {
  private readonly services: ProductionServices
  private readonly running = new Map<number, Run>()
  private endIdling: () => void = () => undefined

  constructor(services: ProductionServices) {
    this.services = services
  }

  /**
   * The production of this title by this narrator, unfinished or finished; a new one where there is none.
   *
   * Without a narrator the title's own reads, else the first active one of its language.
   * Throws `title.unknown`, `narrator.unknown`, `narrator.noneForLanguage` or `production.unknownPauses`.
   */
  open(request: ProductionRequest): Production {
    const { database, workspace } = this.services
    const presets = workspace.config.audiobook.pause_presets
    if (typeof request.pausePreset === 'string' && !Object.hasOwn(presets, request.pausePreset))
      throw unknownPreset(request.pausePreset, presets)
    return database.transaction(() => {
      const title = requireTitle(database, request.bookId)
      const narrator = chooseNarrator(database.narrators, title, request.narratorId)
      const found = database.productions.find(title.bookId, narrator.narratorId)
      const { formats, pausePreset } = request
      const metadata = {
        formats,
        skippedSteps: skippedSteps(formats),
        ...(pausePreset !== undefined && { pausePreset }),
      }
      if (found === null) {
        const opened = database.productions.create({ bookId: title.bookId, narratorId: narrator.narratorId, metadata })
        database.productionLog.add(opened.id, 'info', `Opened: ${narrator.name} reads ${title.title}.`)
        return opened
      }
      database.productions.update(found.id, { metadata })
      return requireProduction(database, found.id)
    })
  }

  /**
   * Runs what is missing of a production; settles with status completed, paused, pending or cancelled.
   *
   * Throws the failing step's AppError after noting it in the row.
   * A production that already runs in this process is joined, not run twice.
   */
  run(id: number, options: RunOptions): Promise<Production> {
    const running = this.running.get(id)
    if (running !== undefined) return running.ended
    const run = runProduction(this.services, id, options)
    const ended = run.ended.finally(() => this.running.delete(id))
    this.running.set(id, { ...run, ended })
    return ended
  }

  /**
   * Runs what is pending or was left processing, and what is added meanwhile, some at a time, until aborted.
   *
   * A failure is noted in the row, logged and told; the others go on. What an abort stopped is pending again.
   */
  async runUnfinished(signal: AbortSignal, witness: ProductionWitness): Promise<void> {
    const { productions, productionLog } = this.services.database
    // Only one studio works in an environment: what is processing now was left so by one that died.
    for (const { id } of productions.list({ status: 'processing' })) {
      productions.setStatus(id, 'pending')
      productionLog.add(id, 'warn', 'The studio ended while this was running. It goes on by itself.')
    }
    while (!signal.aborted) {
      const waiting = productions.waiting().filter(({ id }) => !this.running.has(id))
      for (const production of waiting.slice(0, Math.max(0, PRODUCTIONS_AT_ONCE - this.running.size))) {
        void this.runWitnessed(production, signal, witness)
      }
      await this.idle(signal)
    }
    await Promise.allSettled([...this.running.values()].map(({ ended }) => ended))
  }

  /** True while something in this process works on the production. */
  isRunning(id: number): boolean {
    return this.running.has(id)
  }

  /** Productions have changed: those that run heed it, and `runUnfinished` looks for new ones, both at once. */
  wake(): void {
    for (const run of this.running.values()) run.heed()
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
    })
  }

  private async runWitnessed(production: Production, signal: AbortSignal, witness: ProductionWitness): Promise<void> {
    witness.begins(production)
    try {
      const ended = await this.run(production.id, {
        signal,
        // Our stop is no pause of the producer's: the next run goes on by itself.
        leaveAs: 'pending',
        onProgress: (progress) => witness.progresses(production, progress),
        onChange: () => witness.changes?.(production),
        onReplanned: () => witness.replans?.(production),
      })
      witness.ends(ended)
    } catch (error) {
      witness.fails(production, error)
    }
    this.wake()
  }
}

function unknownPreset(name: string, presets: Readonly<Record<string, unknown>>): AppError {
  const known = Object.keys(presets)
  const message = `There is no preset of pauses named ${name}. ${known.length === 0 ? 'None is configured.' : `There are ${known.join(', ')}.`}`
  return new AppError('production.unknownPauses', message, { data: { name, known } })
}
