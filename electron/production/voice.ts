import { readFile } from 'node:fs/promises'
import { SAMPLE_TEXT } from '#electron/comfyui/workflows/bind-workflow.ts'
import { VOICE_SAMPLE } from '#electron/comfyui/workflows/workflow-entry.ts'
import { sha256Of } from '#electron/library/book-files.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { NewJob } from '#shared/models/job.ts'
import type { Voice } from './speech-plan.ts'
import type { StepContext } from './step.ts'

/**
 * The narrator's voice as its workflow takes it.
 *
 * Throws `narrator.sampleMissing` when the workflow clones a sample that is not there, `narrator.wordsMissing` when it cannot do
 * without what that sample says.
 */
export async function voiceOf({
  narrator,
  workflows,
  workspace,
}: Pick<StepContext, 'narrator' | 'workflows' | 'workspace'>): Promise<Voice> {
  const workflow = workflows.get(narrator.voiceModel)
  let sample: Voice['sample'] = null
  if (Object.hasOwn(workflow.inputs, VOICE_SAMPLE)) {
    if (narrator.voiceSamplePath === null) {
      throw new AppError(
        'narrator.sampleMissing',
        `${narrator.name} speaks through ${narrator.voiceModel}, which clones a voice, but has no voice sample. Give the narrator one.`,
      )
    }
    const path = narrator.voiceSamplePath
    const text = Object.hasOwn(workflow.inputs, SAMPLE_TEXT) ? narrator.sampleText : null
    if (text === null && workflow.requiredInputs.includes(SAMPLE_TEXT)) {
      throw new AppError(
        'narrator.wordsMissing',
        `${narrator.name} speaks through ${narrator.voiceModel}, which has to know what the voice sample says. Write down its words, exactly as they are spoken.`,
      )
    }
    sample = { path, sha256: await hashOf(workspace.resolve(path), narrator.name), text }
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
    ...(voice.sample !== null && sampleInputs(voice.sample)),
    ...(voice.hasSeed ? { seed } : {}),
    text,
  }
}

function sampleInputs({ path, text }: NonNullable<Voice['sample']>): NewJob['inputs'] {
  return { [VOICE_SAMPLE]: path, ...(text !== null && { [SAMPLE_TEXT]: text }) }
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
