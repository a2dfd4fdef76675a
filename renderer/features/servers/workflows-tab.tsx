import { Workflow } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import type { WorkflowCard } from '#shared/models/workflow-card.ts'
import { useServers } from '#renderer/state/servers.ts'
import { useWorkflows, useWorkflowsFault } from '#renderer/state/workflows.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { useServerNames } from './use-server-names.ts'
import { OfferedRow, WorkflowRow } from './workflow-row.tsx'
import { awayWords, TYPE_HEADINGS } from './workflow-words.ts'

interface WorkflowsTabProps {
  /** The one that was imported last. */
  latestId: string | null
  onImport: () => void
}

/** The workflows of the workspace by what they make, then those that came with the studio and could be added. */
export function WorkflowsTab({ latestId, onImport }: WorkflowsTabProps) {
  useEffect(() => useWorkflows.open(), [])
  useEffect(() => useWorkflowsFault.open(), [])
  const { status, failure, items } = useWorkflows()
  const names = useServerNames()
  const workflows = [...items.values()]
  const own = workflows.filter(({ isOffered }) => !isOffered)
  const offered = workflows.filter(({ isOffered }) => isOffered)
  const trouble = useTrouble()
  const fault = useWorkflowsFault(({ value }) => value?.message ?? null)
  return (
    <ViewState
      status={status}
      failure={failure}
      onRetry={() => void useWorkflows.reload()}
      skeleton={<SkeletonRows count={6} />}
      isEmpty={workflows.length === 0}
      empty={
        <EmptyState
          icon={Workflow}
          title="No workflow yet"
          body="Export a graph from ComfyUI in the API format, then drop it here or choose its file."
        >
          <Button onClick={onImport}>Import a workflow…</Button>
        </EmptyState>
      }
      trouble={failure?.message ?? (fault === null ? trouble : `${fault} All workflows are as they were before.`)}
    >
      <div className="flex flex-col gap-6">
        {TYPE_HEADINGS.map(([type, heading]) => (
          <Group key={heading} heading={heading} workflows={own.filter(({ jobType }) => jobType === type)}>
            {(workflow) => (
              <WorkflowRow workflow={workflow} names={names} isLatest={workflow.workflowId === latestId} />
            )}
          </Group>
        ))}
        <Group heading="Came with the studio, not added" workflows={offered}>
          {(workflow) => <OfferedRow workflow={workflow} />}
        </Group>
      </div>
    </ViewState>
  )
}

function Group({
  heading,
  workflows,
  children,
}: {
  heading: string
  workflows: readonly WorkflowCard[]
  children: (workflow: WorkflowCard) => ReactNode
}) {
  if (workflows.length === 0) return null
  return (
    <section aria-label={heading}>
      <h2 className="mb-1 px-4 text-small text-muted">{heading}</h2>
      <ul className="m-0 flex list-none flex-col p-0">
        {workflows.map((workflow) => (
          <li key={workflow.workflowId}>{children(workflow)}</li>
        ))}
      </ul>
    </section>
  )
}

/** What is known of fewer servers than there are. */
function useTrouble(): string | null {
  return useServers(({ items }) =>
    awayWords([...items.values()].filter(({ status }) => status === 'down').map(({ name }) => name)),
  )
}
