import { WorkflowStore } from '#electron/comfyui/workflows/workflow-store.ts'
import { APP_DIR } from '#electron/config/app-files.ts'
import type { Studio } from '#electron/studio/open-studio.ts'
import { workflowCards } from '#electron/studio/workflow-cards.ts'
import type { WorkflowCard, WorkflowFit } from '#shared/models/workflow-card.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { configuredServers, serverFits } from '../server-fits.ts'
import { formatTable } from '../text-table.ts'
import { withStudio } from '../with-studio.ts'

/** `e3 workflows`: every workflow with what each server can do with it. */
export function workflows(context: CommandContext): Promise<CommandResult> {
  return withStudio(context, 'read', async (studio) => {
    const cards = await cardsOf(studio)
    const columns = [
      { title: 'WORKFLOW' },
      { title: 'TYPE' },
      { title: 'STATE', maxWidth: 60 },
      { title: 'SERVERS', maxWidth: 100 },
    ]
    const rows = cards.map(({ workflowId, jobType, fits, ...card }) => {
      return [workflowId, jobType ?? '', stateOf(card), fits.map(fitWords).join('; ')]
    })
    return { document: { workflows: cards }, lines: formatTable(columns, rows) }
  })
}

/** The store of a studio's workspace. */
export function storeOf({ workspace, workflows }: Studio): WorkflowStore {
  return new WorkflowStore({ root: workspace.root, bundledDir: APP_DIR, workflows })
}

async function cardsOf(studio: Studio): Promise<WorkflowCard[]> {
  const { workflows: registry, workspace } = studio
  const usable = registry
    .list()
    .flatMap(({ workflowId }) => (registry.isUsable(workflowId) ? [registry.get(workflowId)] : []))
  const fits = await serverFits(configuredServers(workspace.config), usable)
  return workflowCards({
    ...studio,
    store: storeOf(studio),
    fitsOf: (workflowId) => fits.get(workflowId) ?? [],
    describe: () => null,
  })
}

function stateOf({
  problems,
  isOffered,
  isChanged,
}: Pick<WorkflowCard, 'problems' | 'isOffered' | 'isChanged'>): string {
  if (isOffered) return 'not added yet: e3 workflows add-shipped'
  if (problems.length > 0) return problems.join('; ')
  return isChanged ? 'usable, changed' : 'usable'
}

function fitWords({ serverName, status, missing }: WorkflowFit): string {
  if (status !== 'lacking') return `${serverName} ${status === 'able' ? 'can' : 'away'}`
  const parts = missing.map(({ name, pack }) => (pack === null ? name : `${name} (${pack.name})`))
  return `${serverName} ${parts.length === 0 ? 'cannot' : `lacks ${parts.join(', ')}`}`
}
