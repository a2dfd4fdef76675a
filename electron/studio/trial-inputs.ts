import { SAMPLE_TEXT, type Workflow } from '#electron/comfyui/workflows/bind-workflow.ts'
import { RECORDING } from '#electron/comfyui/workflows/detect-inputs.ts'
import { VOICE_SAMPLE } from '#electron/comfyui/workflows/workflow-entry.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import type { Narrator } from '#shared/models/narrator.ts'

/** What is said, drawn or played when nobody says what. */
const WORDS: Readonly<Record<string, string>> = {
  text: 'It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness.',
  prompt: 'A whaling ship at dusk, oil painting.',
  title: 'A Tale of Two Cities',
}

/**
 * What a workflow is tried with: some words, and the recording of a narrator with what it says, where it takes them.
 *
 * Without `narratorId` it is the first narrator who has what is needed.
 */
export function trialInputs(
  workflow: Workflow,
  narrators: readonly Narrator[],
  narratorId?: string,
): Record<string, JobInputValue> {
  const inputs: Record<string, JobInputValue> = {}
  for (const name of workflow.requiredInputs) {
    const words = WORDS[name]
    if (words !== undefined) inputs[name] = words
  }
  const place = [VOICE_SAMPLE, RECORDING].find((name) => Object.hasOwn(workflow.inputs, name))
  const needsWords = workflow.requiredInputs.includes(SAMPLE_TEXT)
  const narrator = narrators.find((one) => {
    if (narratorId !== undefined) return one.narratorId === narratorId
    return one.voiceSamplePath !== null && (!needsWords || one.sampleText !== null)
  })
  if (place === undefined || !narrator?.voiceSamplePath) return inputs
  inputs[place] = narrator.voiceSamplePath
  if (Object.hasOwn(workflow.inputs, SAMPLE_TEXT) && narrator.sampleText !== null) {
    inputs[SAMPLE_TEXT] = narrator.sampleText
  }
  return inputs
}
