import type { WorkflowCard } from '#shared/models/workflow-card.ts'
import { request } from '../bridge.ts'
import { applyChanges, createNounStore } from './noun-store.ts'

/** The workflows of the workspace, by id; followed while somebody looks at them. */
export const useWorkflows = createNounStore<WorkflowCard>({
  load: () => request('workflow.list', {}),
  idOf: ({ workflowId }) => workflowId,
  apply: applyChanges('workflow.changed', 'workflow.removed'),
})
