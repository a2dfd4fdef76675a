import { AppError } from '#shared/models/app-error.ts'
import type { ServerTrial } from '#shared/models/server-card.ts'
import { ComfyClient } from '../client/client.ts'
import { ServerAbilities } from './server-abilities.ts'
import type { ServerAddress } from '../client/http.ts'
import { readServerLoad } from '../client/server-load.ts'
import { workflowLabel } from './workflow-label.ts'
import type { WorkflowRegistry } from './workflow-registry.ts'

/** Asks a server what it is and which of the workflows it can run; throws `server.*` within `deadlineMs`. */
export async function tryServer(
  address: ServerAddress,
  { workflows, deadlineMs }: { workflows: WorkflowRegistry; deadlineMs: number },
): Promise<ServerTrial> {
  const startMs = performance.now()
  const { version, device } = await readServerLoad(address, deadlineMs)
  const { host } = new URL(address.url)
  const client = new ComfyClient({ server: address })
  const timer = setTimeout(() => client.close(), Math.max(0, deadlineMs - (performance.now() - startMs)))
  try {
    const abilities = new ServerAbilities(client, host)
    await abilities.learn(workflows)
    const usable = workflows.list().filter(({ problems }) => problems.length === 0)
    const found = usable.map((workflow) => ({
      workflowId: workflow.workflowId,
      label: workflowLabel(workflow),
      missing: abilities.missingFor(workflow.workflowId),
    }))
    return { version, device, workflows: found, tookMs: Math.round(performance.now() - startMs) }
  } catch (error) {
    if (error instanceof AppError) throw error
    const message = `${host} answers, but did not describe its nodes in ${deadlineMs / 1000} seconds. Try again.`
    throw new AppError('server.noAnswer', message, { cause: error })
  } finally {
    clearTimeout(timer)
    client.close()
  }
}
