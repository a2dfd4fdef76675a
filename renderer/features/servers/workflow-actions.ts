import type { WorkflowCard } from '#shared/models/workflow-card.ts'
import { request } from '#renderer/bridge.ts'
import { useWorkflows } from '#renderer/state/workflows.ts'
import { askToConfirm } from '#renderer/ui/confirm.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { toast } from '#renderer/ui/toast.ts'

/** Adds one that came with the studio. */
export async function addWorkflow({ workflowId, label }: WorkflowCard): Promise<void> {
  try {
    useWorkflows.set(await request('workflow.restore', { workflowId }))
    toast.say(`“${label}” is added.`)
  } catch (error) {
    toast.fail(error)
  }
}

/** Puts a changed one back as it came, after a question. */
export async function restoreWorkflow({ workflowId, label, narrators }: WorkflowCard): Promise<void> {
  const isSure = await askToConfirm({
    title: `Put “${label}” back as it came?`,
    body: `Your changes to its graph and its inputs are lost. ${narrators === 0 ? '' : `${pluralise(narrators, 'narrator')} will sound as at first. `}What was rendered stays.`,
    action: 'Put it back',
    isDangerous: true,
  })
  if (!isSure) return
  try {
    useWorkflows.set(await request('workflow.restore', { workflowId }))
    toast.say(`“${label}” is as it came.`)
  } catch (error) {
    toast.fail(error)
  }
}

/** Takes a workflow off the list after a question; true when it is gone. */
export async function removeWorkflow({ workflowId, label, isShipped }: WorkflowCard): Promise<boolean> {
  const isSure = await askToConfirm({
    title: `Remove the workflow “${label}”?`,
    body: isShipped
      ? 'Jobs can no longer run through it. It came with the studio, so you can add it again.'
      : 'Jobs can no longer run through it. Its graph stays in the workspace’s folder of workflows.',
    action: 'Remove the workflow',
    isDangerous: true,
  })
  if (!isSure) return false
  try {
    await request('workflow.remove', { workflowId })
  } catch (error) {
    toast.fail(error)
    return false
  }
  toast.say(`“${label}” is removed.`)
  return true
}

/** Saves the graph where the browser keeps what is downloaded. */
export async function exportWorkflow({ workflowId }: WorkflowCard): Promise<void> {
  try {
    const { name, graph } = await request('workflow.export', { workflowId })
    const address = URL.createObjectURL(new Blob([graph], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    URL.revokeObjectURL(address)
  } catch (error) {
    toast.fail(error)
  }
}
