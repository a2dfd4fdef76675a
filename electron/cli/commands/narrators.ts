import type { Narrator } from '#shared/models/narrator.ts'
import type { WorkflowRegistry } from '#electron/comfyui/workflows/workflow-registry.ts'
import { runsEmbedded } from '#electron/production/voice-models.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { formatTable } from '../text-table.ts'
import { withStudio } from '../with-studio.ts'

/** `e3 narrators`. */
export function narrators(context: CommandContext): Promise<CommandResult> {
  return withStudio(context, 'read', ({ database, workflows }) => {
    const found = database.narrators.list().map((narrator) => describe(narrator, workflows))
    const rows = found.map(({ narratorId, name, language, gender, engine, workflowId, voice, active }) => {
      return [narratorId, name, language, gender ?? '', engine, workflowId, voice ?? '', active ? 'yes' : 'no']
    })
    const titles = ['NARRATOR', 'NAME', 'LANGUAGE', 'GENDER', 'ENGINE', 'WORKFLOW', 'VOICE', 'ACTIVE']
    const lines = formatTable(
      titles.map((title) => ({ title })),
      rows,
    )
    return {
      document: { narrators: found },
      lines: lines.length > 0 ? lines : ['No narrators yet. `e3 init` adds some.'],
    }
  })
}

function describe(
  { narratorId, name, voiceModel, language, gender, active, ...more }: Narrator,
  workflows: WorkflowRegistry,
) {
  const { voice } = more.parameters
  return {
    narratorId,
    name,
    engine: workflows.isUsable(voiceModel) && runsEmbedded(workflows.get(voiceModel)) ? 'embedded' : 'comfyui',
    workflowId: voiceModel,
    voice: voice === undefined ? more.voiceSamplePath : String(voice),
    language,
    gender,
    active,
  }
}
