import type { Workflow } from '#electron/comfyui/workflows/bind-workflow.ts'
import type { WorkflowRegistry } from '#electron/comfyui/workflows/workflow-registry.ts'
import type { Database } from '#electron/database/open-database.ts'
import { OWN_NODE_CLASSES } from '#electron/engine/nodes/core-nodes.ts'
import { AppError } from '#shared/models/app-error.ts'

/** Throws `workflow.builtIn` for the built-in engine's own, `workflow.inUse` while narrators speak through it or jobs wait for it. */
export function assertRemovable(
  workflowId: string,
  { shipped, database }: { shipped: WorkflowRegistry; database: Pick<Database, 'narrators' | 'jobs'> },
): void {
  if (shipped.isUsable(workflowId) && isBuiltIn(shipped.get(workflowId))) {
    const message = 'This workflow belongs to the built-in engine, which speaks and draws covers with it. It stays.'
    throw new AppError('workflow.builtIn', message)
  }
  const users = database.narrators.list().filter(({ voiceModel }) => voiceModel === workflowId)
  if (users.length > 0) {
    const names = users.map(({ name }) => name).join(', ')
    const message = `${names} ${users.length === 1 ? 'speaks' : 'speak'} through it. Give ${users.length === 1 ? 'this narrator' : 'these narrators'} another voice model first.`
    throw new AppError('workflow.inUse', message)
  }
  const waiting = (['pending', 'processing'] as const).reduce(
    (sum, status) => sum + database.jobs.list({ workflowId, status, limit: 1 }).length,
    0,
  )
  if (waiting > 0) throw new AppError('workflow.inUse', 'Jobs of the queue wait for it. Let them end, or cancel them.')
}

/** Only our own engine has these nodes. */
function isBuiltIn(workflow: Workflow): boolean {
  return Object.values(workflow.graph).some((node) => OWN_NODE_CLASSES.includes(node.class_type))
}
