import type { Agent } from '#electron/comfyui/agent/agent.ts'
import type { Production } from '#shared/models/production.ts'
import { chooseNarrator } from './choose-narrator.ts'
import type { Producer, ProductionRequest } from './producer.ts'
import { requireProduction, requireTitle, setProductionState, type ProductionAction } from './production-state.ts'
import type { ProductionServices } from './step.ts'
import { voiceOf } from './voice.ts'

interface SteeringOptions extends Pick<ProductionServices, 'database' | 'workflows' | 'workspace'> {
  producer: Pick<Producer, 'open' | 'wake'>
  agent: Pick<Agent, 'wake' | 'cancelJob'>
  /** Hears of each production that was changed here. */
  onChange: (productionId: number) => void
}

/** What a producer does to productions that run by themselves. */
export class ProductionSteering {
  readonly #options: SteeringOptions

  constructor(options: SteeringOptions) {
    this.#options = options
  }

  /**
   * Opens the production of a title by a narrator, or the one that there is, and lets it run at once.
   *
   * Throws `title.unknown`, `narrator.…`, and `workflow.…` when the narrator's voice cannot speak.
   */
  async start(request: ProductionRequest): Promise<Production> {
    const { database, workflows, workspace, producer } = this.#options
    const title = requireTitle(database, request.bookId)
    const narrator = chooseNarrator(database.narrators, title, request.narratorId)
    await voiceOf({ narrator, workflows, workspace })
    const formats = [...new Set(request.formats)]
    const { bookId, narratorId } = { ...title, ...narrator }
    const { id } = producer.open({ bookId, narratorId, formats, pausePreset: request.pausePreset })
    this.goOn(id)
    return requireProduction(database, id)
  }

  /** Throws `production.unknown`, or `production.wrongState` when the action does not fit. */
  steer(id: number, action: ProductionAction): Production {
    const { database, agent, producer, onChange } = this.#options
    const running = action === 'cancel' ? database.jobs.list({ productionId: id, status: 'processing' }) : []
    const production = setProductionState(database, id, action)
    // The rows say so already; the prompts on the servers have to be told.
    for (const job of running) agent.cancelJob(job.id, 'The production was cancelled.')
    onChange(id)
    agent.wake()
    producer.wake()
    return production
  }

  /** Lets a production run that has something to do again, whatever it came to before; a cancelled one stays so. */
  goOn(id: number): void {
    const { database, agent, producer, onChange } = this.#options
    const { status } = requireProduction(database, id)
    if (status === 'failed') setProductionState(database, id, 'retry')
    else if (status === 'paused') setProductionState(database, id, 'resume')
    else if (status === 'completed') database.productions.setStatus(id, 'pending')
    onChange(id)
    agent.wake()
    producer.wake()
  }
}
