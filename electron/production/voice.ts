import { readFile } from 'node:fs/promises'
import { sha256Of } from '#electron/library/book-files.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { NewJob } from '#shared/models/job.ts'
import type { Voice } from './speech-plan.ts'
import type { StepContext } from './step.ts'

/** The logical input that takes a narrator's recorded sample, in workflows that clone a voice. */
export const SAMPLE_INPUT = 'voice_sample'

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
  let sample: Voice['sample'] = null
  if (Object.hasOwn(workflow.inputs, SAMPLE_INPUT)) {
    if (narrator.voiceSamplePath === null) {
      throw new AppError(
        'narrator.sampleMissing',
        `${narrator.name} speaks through ${narrator.voiceModel}, which clones a voice, but has no voice sample. Give the narrator one.`,
      )
    }
    const path = narrator.voiceSamplePath
    sample = { path, sha256: await hashOf(workspace.resolve(path), narrator.name) }
  }
  return {
    workflowId: narrator.voiceModel,
    workflowVersion: workflow.version,
    inputs: narrator.parameters,
    sample,
    hasSeed: Object.hasOwn(workflow.inputs, 'seed'),
  }
}

/** The inputs of the job that speaks a chunk: those that the voice's workflow takes, no others. */
export function speechInputs(voice: Voice, { text, seed }: { text: string; seed: number }): NewJob['inputs'] {
  return {
    ...voice.inputs,
    ...(voice.sample === null ? {} : { [SAMPLE_INPUT]: voice.sample.path }),
    ...(voice.hasSeed ? { seed } : {}),
    text,
  }
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
