import { join, resolve } from 'node:path'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import { assertRemovable } from '#electron/studio/removable-workflow.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { withStudio } from '../with-studio.ts'
import { storeOf } from './workflows.ts'

/** `e3 workflows export`: writes the graph as ComfyUI takes it. */
export function exportWorkflow(context: CommandContext, request: { id: string; out?: string }): Promise<CommandResult> {
  return withStudio(context, 'read', async (studio) => {
    const { name, graph } = await storeOf(studio).export(request.id)
    const path = resolve(request.out ?? join('.', name))
    await writeFileAtomic(path, graph)
    return { document: { workflowId: request.id, path: studio.workspace.relative(path) }, lines: [path] }
  })
}

/** `e3 workflows remove`. */
export function remove(context: CommandContext, workflowId: string): Promise<CommandResult> {
  return withStudio(context, 'write', async (studio) => {
    const store = storeOf(studio)
    assertRemovable(workflowId, { database: studio.database, shipped: store.shipped })
    await store.remove(workflowId)
    return { document: { workflowId }, lines: [`${workflowId} is removed; its graph stays in the folder workflows.`] }
  })
}

/** `e3 workflows restore`: puts a shipped workflow back as it came. */
export function restore(context: CommandContext, workflowId: string): Promise<CommandResult> {
  return withStudio(context, 'write', async (studio) => {
    await storeOf(studio).restore(workflowId)
    return { document: { workflowId }, lines: [`${workflowId} is as it came with the studio.`] }
  })
}

/** `e3 workflows add-shipped`: adds what came with the studio and is not in the workspace. */
export function addShipped(context: CommandContext): Promise<CommandResult> {
  return withStudio(context, 'write', async (studio) => {
    const store = storeOf(studio)
    const added = store.offered()
    await store.restore(...added)
    const lines = added.map((workflowId) => `added  ${workflowId}`)
    return { document: { added }, lines: lines.length > 0 ? lines : ['Every workflow of the studio is there.'] }
  })
}
