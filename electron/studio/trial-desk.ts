import type { Agent } from '#electron/comfyui/agent/agent.ts'
import type { ServerAddress } from '#electron/comfyui/client/http.ts'
import type { WorkflowRegistry } from '#electron/comfyui/workflows/workflow-registry.ts'
import type { WorkflowTrials } from '#electron/comfyui/workflows/workflow-trials.ts'
import type { Database } from '#electron/database/open-database.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import type { WorkflowTrial } from '#shared/models/workflow-card.ts'
import { trialInputs } from './trial-inputs.ts'

/** What is tried, with what the producer gave. */
export interface TrialRequest {
  workflowId: string
  serverName?: string | undefined
  narratorId?: string | undefined
  inputs: Readonly<Record<string, JobInputValue>>
}

interface TrialDeskOptions {
  trials: WorkflowTrials
  workflows: WorkflowRegistry
  agent: Pick<Agent, 'fits'>
  database: Pick<Database, 'narrators'>
  /** The servers of the agent with their addresses. */
  serverSpecs: readonly (ServerAddress & { name: string })[]
}

/** Runs workflows on trial for the window. */
export class TrialDesk {
  readonly #options: TrialDeskOptions

  constructor(options: TrialDeskOptions) {
    this.#options = options
  }

  /** Throws `workflow.…`, `server.unknown`, `narrator.unknown` and what `WorkflowTrials.start` throws. */
  start({ workflowId, serverName, narratorId, inputs }: TrialRequest): WorkflowTrial {
    const { workflows, trials, database } = this.#options
    const workflow = workflows.get(workflowId)
    const narrators = database.narrators.list()
    const server = this.#server(workflowId, serverName)
    return trials.start({ server, workflow, inputs: { ...trialInputs(workflow, narrators, narratorId), ...inputs } })
  }

  /** Stops a trial; one that has ended stays as it is. */
  cancel(trialId: string): void {
    this.#options.trials.cancel(trialId)
  }

  #server(workflowId: string, wanted: string | undefined): ServerAddress & { name: string } {
    const { agent, serverSpecs } = this.#options
    const able = agent.fits(workflowId).find(({ status }) => status === 'able')
    const name = wanted ?? able?.serverName
    if (name === undefined) {
      const message = 'No connected server can run this workflow. Its card says what each of them lacks.'
      throw new AppError('workflow.notAble', message)
    }
    const server = serverSpecs.find((spec) => spec.name === name)
    if (server !== undefined) return server
    throw new AppError('server.unknown', `There is no server named “${name}” at work.`)
  }
}
