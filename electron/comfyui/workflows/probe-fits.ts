import { AppError } from '#shared/models/app-error.ts'
import type { WorkflowFit } from '#shared/models/workflow-card.ts'
import type { Workflow } from './bind-workflow.ts'
import { ComfyClient } from '../client/client.ts'
import type { ServerAddress } from '../client/http.ts'
import { missingLabels } from './missing-labels.ts'
import { ServerAbilities } from './server-abilities.ts'

/**
 * What each server can do with each of the workflows, asked now: by workflow id, in the order of the servers.
 *
 * One that does not answer within `deadlineMs` is unknown.
 */
export async function probeFits(
  servers: readonly (ServerAddress & { name: string; labels?: readonly string[] | undefined })[],
  workflows: readonly Workflow[],
  deadlineMs: number,
): Promise<Map<string, WorkflowFit[]>> {
  const found = await Promise.all(servers.map((server) => probe(server, workflows, deadlineMs)))
  return new Map(workflows.map(({ workflowId }, index) => [workflowId, found.flatMap((fits) => fits[index] ?? [])]))
}

async function probe(
  server: ServerAddress & { name: string; labels?: readonly string[] | undefined },
  workflows: readonly Workflow[],
  deadlineMs: number,
): Promise<WorkflowFit[]> {
  const serverName = server.name
  const client = new ComfyClient({ server })
  const timer = setTimeout(() => client.close(), deadlineMs)
  try {
    const abilities = new ServerAbilities(client, serverName)
    await abilities.learnThese(workflows)
    return workflows.map((workflow) => {
      const missing = [...abilities.missingIn(workflow), ...missingLabels(workflow, server.labels)]
      return { serverName, status: missing.length > 0 ? 'lacking' : 'able', missing }
    })
  } catch (error) {
    const isAway = error instanceof AppError || (error instanceof Error && error.name === 'AbortError')
    if (!isAway) throw error
    return workflows.map(() => ({ serverName, status: 'unknown', missing: [] }))
  } finally {
    clearTimeout(timer)
    client.close()
  }
}
