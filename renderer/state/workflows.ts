import type { WorkflowCard, WorkflowsFault } from '#shared/models/workflow-card.ts'
import { request } from '../bridge.ts'
import { createLiveValue } from './live-value.ts'
import { applyChanges, createNounStore } from './noun-store.ts'

/** The workflows of the workspace, by id; followed while somebody looks at them. */
export const useWorkflows = createNounStore<WorkflowCard>({
  load: () => request('workflow.list', {}),
  idOf: ({ workflowId }) => workflowId,
  apply: applyChanges('workflow.changed', 'workflow.removed'),
})

/** Whether what was changed by hand can be read. */
export const useWorkflowsFault = createLiveValue<WorkflowsFault>({
  load: () => request('workflow.fault', {}),
  apply: (value, events) => {
    const latest = events.findLast((event) => event.name === 'workflow.faulted')
    return latest?.name === 'workflow.faulted' ? latest.data : value
  },
})
