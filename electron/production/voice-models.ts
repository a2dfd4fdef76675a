import { SAMPLE_TEXT, type Workflow } from '#electron/comfyui/workflows/bind-workflow.ts'
import { VOICE_SAMPLE } from '#electron/comfyui/workflows/workflow-entry.ts'
import { workflowLabel } from '#electron/comfyui/workflows/workflow-label.ts'
import type { WorkflowRegistry, WorkflowState } from '#electron/comfyui/workflows/workflow-registry.ts'
import { CORE_NODES } from '#electron/engine/nodes/core-nodes.ts'
import { FLITE_INPUTS, FLITE_SPEECH } from '#electron/engine/nodes/flite-speech.ts'
import type { VoiceModel } from '#shared/models/narrator-card.ts'
import { voiceParameters, type ClassInputs } from './voice-parameters.ts'

const EMBEDDED_CLASSES: ReadonlySet<string> = new Set(CORE_NODES.map(({ name }) => name))

/** Every workflow that speaks, broken ones too; `describe` tells what a connected server says of a node class. */
export function voiceModels(
  workflows: WorkflowRegistry,
  describe: (classType: string) => ClassInputs | null = () => null,
): VoiceModel[] {
  return workflows
    .list()
    .filter(({ jobType }) => jobType === 'SPEECH')
    .map((state) => (workflows.isUsable(state.workflowId) ? usable(workflows.get(state.workflowId)) : broken(state)))

  function usable(workflow: Workflow): VoiceModel {
    return {
      workflowId: workflow.workflowId,
      label: workflowLabel(workflow),
      engine: runsEmbedded(workflow) ? 'embedded' : 'comfyui',
      problem: null,
      needsSample: Object.hasOwn(workflow.inputs, VOICE_SAMPLE),
      sampleWords: sampleWordsOf(workflow),
      parameters: voiceParameters(workflow, (name) => (name === FLITE_SPEECH.name ? FLITE_INPUTS : describe(name))),
    }
  }
}

/** What a voice model makes of the words of a voice sample. */
export function sampleWordsOf({ inputs, requiredInputs }: Workflow): VoiceModel['sampleWords'] {
  if (!Object.hasOwn(inputs, SAMPLE_TEXT)) return 'unused'
  return requiredInputs.includes(SAMPLE_TEXT) ? 'needed' : 'helpful'
}

/** The embedded engine runs a workflow when it has all of its node classes. */
export function runsEmbedded(workflow: Pick<Workflow, 'graph'>): boolean {
  return Object.values(workflow.graph).every((node) => EMBEDDED_CLASSES.has(node.class_type))
}

function broken(state: WorkflowState): VoiceModel {
  const { workflowId, problems } = state
  const problem = `It cannot be used: ${problems.join('; ')}.`
  return {
    workflowId,
    label: workflowLabel(state),
    engine: 'comfyui',
    problem,
    needsSample: false,
    sampleWords: 'unused',
    parameters: [],
  }
}
