import type { Agent } from '#electron/comfyui/agent.ts'
import { SAMPLE_TEXT, type Workflow } from '#electron/comfyui/bind-workflow.ts'
import type { ServerAddress } from '#electron/comfyui/http.ts'
import { VOICE_SAMPLE } from '#electron/comfyui/workflow-entry.ts'
import type { WorkflowRegistry } from '#electron/comfyui/workflow-registry.ts'
import type { WorkflowTrials } from '#electron/comfyui/workflow-trials.ts'
import type { Database } from '#electron/database/open-database.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import type { WorkflowTrial } from '#shared/models/workflow-card.ts'

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

/** What is said, drawn or played when nobody says what. */
const TRIAL_INPUTS: Readonly<Record<string, string>> = {
  text: 'It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness.',
  prompt: 'A whaling ship at dusk, oil painting.',
  title: 'A Tale of Two Cities',
}

/** Runs workflows on trial for the window. */
export class TrialDesk {
  readonly #options: TrialDeskOptions

  constructor(options: TrialDeskOptions) {
    this.#options = options
  }

  /** Throws `workflow.…`, `server.unknown`, `narrator.unknown` and what `WorkflowTrials.start` throws. */
  start({ workflowId, serverName, narratorId, inputs }: TrialRequest): WorkflowTrial {
    const { workflows, trials } = this.#options
    const workflow = workflows.get(workflowId)
    const server = this.#server(workflowId, serverName)
    return trials.start({ server, workflow, inputs: { ...this.#filledIn(workflow, narratorId), ...inputs } })
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

  /** Text, and the recording with its words where the workflow takes them. */
  #filledIn(workflow: Workflow, narratorId: string | undefined): Record<string, JobInputValue> {
    const given = Object.entries(TRIAL_INPUTS).filter(([name]) => workflow.requiredInputs.includes(name))
    return { ...Object.fromEntries(given), ...this.#sample(workflow, narratorId) }
  }

  #sample(workflow: Workflow, narratorId: string | undefined): Record<string, JobInputValue> {
    if (!Object.hasOwn(workflow.inputs, VOICE_SAMPLE)) return {}
    const narrators = this.#options.database.narrators.list()
    const needsWords = workflow.requiredInputs.includes(SAMPLE_TEXT)
    const narrator = narrators.find((one) => {
      if (narratorId !== undefined) return one.narratorId === narratorId
      return one.voiceSamplePath !== null && (!needsWords || one.sampleText !== null)
    })
    if (!narrator?.voiceSamplePath) return {}
    const sample = { [VOICE_SAMPLE]: narrator.voiceSamplePath }
    const words = Object.hasOwn(workflow.inputs, SAMPLE_TEXT) ? narrator.sampleText : null
    return words === null ? sample : { ...sample, [SAMPLE_TEXT]: words }
  }
}
