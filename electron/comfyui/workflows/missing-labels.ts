import type { MissingPart } from '#shared/models/workflow-card.ts'
import type { Workflow } from './bind-workflow.ts'

/** The labels that a workflow asks for and a server with these `labels` has not. */
export function missingLabels({ labels: wanted }: Pick<Workflow, 'labels'>, labels: readonly string[] = []): MissingPart[] {
  return wanted.flatMap((name) => (labels.includes(name) ? [] : [{ kind: 'label', name, pack: null }]))
}
