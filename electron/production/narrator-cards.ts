import type { Agent } from '#electron/comfyui/agent/agent.ts'
import { stat } from 'node:fs/promises'
import type { WorkflowRegistry } from '#electron/comfyui/workflows/workflow-registry.ts'
import type { Workspace } from '#electron/config/workspace.ts'
import type { NarratorRecord } from '#electron/database/repositories/narrator.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import type { NarratorCard, VoiceModel } from '#shared/models/narrator-card.ts'
import { voiceModels } from './voice-models.ts'
import { problemOfServers } from './missing-on-servers.ts'

export interface CardSources {
  database: Pick<Database, 'narrators'>
  workflows: WorkflowRegistry
  workspace: Pick<Workspace, 'resolve'>
  agent: Pick<Agent, 'fits' | 'isLackedByAll'>
}

const NOTHING_DONE: NarratorRecord = { productions: 0, charactersPerMinute: null }

/** These narrators as cards, whatever an older studio has written about them. */
export async function narratorCards(narrators: readonly Narrator[], sources: CardSources): Promise<NarratorCard[]> {
  const { database, workflows, workspace, agent } = sources
  const models = new Map(voiceModels(workflows).map((model) => [model.workflowId, model]))
  const records = database.narrators.records()
  return Promise.all(
    narrators.map(async (narrator): Promise<NarratorCard> => {
      const known = shown(narrator)
      const { narratorId, voiceModel } = known
      const model = models.get(voiceModel)
      const sample = await findSample(narrator, workspace)
      return {
        ...known,
        engine: model?.engine ?? 'comfyui',
        voiceModelLabel: model?.label ?? voiceModel,
        problem: problemOf(narrator, model, sample !== null) ?? problemOfServers(voiceModel, agent),
        sample: sample && { version: sample.version },
        ...(records.get(narratorId) ?? NOTHING_DONE),
      }
    }),
  )
}

/** What a window may see: no path. */
function shown({ voiceSamplePath: _path, ...known }: Narrator): Omit<Narrator, 'voiceSamplePath'> {
  return known
}

/** Where a narrator's recording is; its version changes with its content. Null without one, or when it is gone. */
export async function findSample(
  { voiceSamplePath }: Pick<Narrator, 'voiceSamplePath'>,
  workspace: Pick<Workspace, 'resolve'>,
): Promise<{ path: string; version: string } | null> {
  if (voiceSamplePath === null) return null
  try {
    const path = workspace.resolve(voiceSamplePath)
    const { mtimeMs, size } = await stat(path)
    return { path, version: `${Math.round(mtimeMs).toString(36)}-${size.toString(36)}` }
  } catch {
    // An older studio's path may lead out of the workspace, or to a file that was never copied: either way there is none.
    return null
  }
}

function problemOf(narrator: Narrator, model: VoiceModel | undefined, hasSample: boolean): string | null {
  if (model === undefined) {
    return `The voice model “${narrator.voiceModel}” is not among this studio's workflows. Choose another one.`
  }
  if (model.problem !== null) return `Its voice model cannot speak. ${model.problem}`
  if (model.needsSample && !hasSample) {
    return narrator.voiceSamplePath === null
      ? 'It speaks with the voice of a recording and has none yet. Record or upload one.'
      : 'It speaks with the voice of a recording, whose file is gone. Record or upload it again.'
  }
  if (model.sampleWords === 'needed' && narrator.sampleText === null) {
    return 'Its voice model has to know what the recording says. Write down the words, exactly as they are spoken.'
  }
  const known = new Set(model.parameters.map(({ name }) => name))
  const unknown = Object.keys(narrator.parameters).filter((name) => !known.has(name))
  if (unknown.length === 0) return null
  return `Its voice model does not take the setting ${unknown.join(', ')}. Edit the voice and save it to clear that.`
}
