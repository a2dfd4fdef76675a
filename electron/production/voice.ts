import { readFile } from 'node:fs/promises'
import { sha256Of } from '#electron/library/book-files.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import type { Voice } from './speech-plan.ts'
import type { StepContext } from './step.ts'

/** The logical input that takes a narrator's recorded sample, in workflows that clone a voice. */
const SAMPLE_INPUT = 'voice_sample'

/**
 * The narrator's voice as its workflow takes it.
 *
 * Throws `narrator.sampleMissing` when the workflow clones a sample that is not there.
 */
export async function voiceOf({
  narrator,
  workflows,
  workspace,
}: Pick<StepContext, 'narrator' | 'workflows' | 'workspace'>): Promise<Voice> {
  const workflow = workflows.get(narrator.voiceModel)
  const inputs: Record<string, JobInputValue> = { ...narrator.parameters }
  let sampleSha256: string | null = null
  if (Object.hasOwn(workflow.inputs, SAMPLE_INPUT)) {
    if (narrator.voiceSamplePath === null) {
      throw new AppError(
        'narrator.sampleMissing',
        `${narrator.name} speaks through ${narrator.voiceModel}, which clones a voice, but has no voice sample. Give the narrator one.`,
      )
    }
    inputs[SAMPLE_INPUT] = narrator.voiceSamplePath
    sampleSha256 = await hashOf(workspace.resolve(narrator.voiceSamplePath), narrator.name)
  }
  return { workflowId: narrator.voiceModel, workflowVersion: workflow.version, inputs, sampleSha256 }
}

async function hashOf(file: string, narrator: string): Promise<string> {
  try {
    return sha256Of(await readFile(file))
  } catch (error) {
    throw new AppError(
      'narrator.sampleMissing',
      `The voice sample of ${narrator} cannot be read (${messageOf(error)}). Put the recording there, or give the narrator another one.`,
      {
        cause: error,
      },
    )
  }
}
