import { Download, Ellipsis, Workflow } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { WorkflowCard } from '#shared/models/workflow-card.ts'
import { useNarrators } from '#renderer/state/narrators.ts'
import { useWorkflows } from '#renderer/state/workflows.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { CopyText } from '#renderer/ui/copy-text.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Menu } from '#renderer/ui/menu.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { useServerNames } from './use-server-names.ts'
import { addWorkflow, exportWorkflow, removeWorkflow, restoreWorkflow } from './workflow-actions.ts'
import { WorkflowFits } from './workflow-fits.tsx'
import { WorkflowInputs } from './workflow-inputs.tsx'
import { WorkflowTrial } from './workflow-trial.tsx'
import { typeWord } from './workflow-words.ts'

const LIST = '/servers/workflows'
const SHORT_HASH = 7

/** One workflow: what it does, where it runs, what jobs may give to it, and what comes of it. */
export function WorkflowPage({ workflowId }: { workflowId: string }) {
  useEffect(() => useWorkflows.open(), [])
  const { status, failure, items } = useWorkflows()
  const [, navigate] = useLocation()
  const workflow = items.get(workflowId)
  return (
    <Page
      title={workflow?.label ?? 'Workflow'}
      subtitle={<Subtitle workflow={workflow} />}
      actions={workflow !== undefined && !workflow.isOffered && <Actions workflow={workflow} />}
    >
      <ViewState
        status={status}
        failure={failure}
        onRetry={() => void useWorkflows.reload()}
        skeleton={<SkeletonRows />}
        isEmpty={workflow === undefined}
        empty={
          <EmptyState icon={Workflow} title="There is no such workflow" body="It may have been removed meanwhile.">
            <Button onClick={() => navigate(LIST)}>Go to the workflows</Button>
          </EmptyState>
        }
        trouble={failure?.message}
      >
        {workflow !== undefined && <WorkflowView workflow={workflow} />}
      </ViewState>
    </Page>
  )
}

function Subtitle({ workflow }: { workflow: WorkflowCard | undefined }) {
  const facts =
    workflow === undefined
      ? []
      : [
          typeWord(workflow.jobType),
          workflow.workflowId,
          ...(workflow.version === null ? [] : [`version ${workflow.version.slice(0, SHORT_HASH)}`]),
          ...(workflow.isShipped
            ? [workflow.isChanged ? 'came with the studio, changed' : 'came with the studio']
            : []),
        ]
  return (
    <>
      <TextLink href={LIST}>Workflows</TextLink>
      {facts.map((fact) => ` · ${fact}`)}
    </>
  )
}

function Actions({ workflow }: { workflow: WorkflowCard }) {
  const [, navigate] = useLocation()
  const { isShipped, isChanged } = workflow
  const remove = async () => {
    if (await removeWorkflow(workflow)) navigate(LIST)
  }
  return (
    <>
      <Button icon={Download} onClick={() => void exportWorkflow(workflow)}>
        Export
      </Button>
      <Menu
        label="More"
        align="end"
        trigger={<IconButton label="More" icon={Ellipsis} />}
        items={[
          ...(isShipped
            ? [
                {
                  label: 'Put it back as it came…',
                  isDisabled: !isChanged,
                  onSelect: () => void restoreWorkflow(workflow),
                },
              ]
            : []),
          { label: 'Remove…', isDangerous: true, onSelect: () => void remove() },
        ]}
      />
    </>
  )
}

function WorkflowView({ workflow }: { workflow: WorkflowCard }) {
  const names = useServerNames()
  // Where one is missing, its server says so.
  const missing = workflow.fits.filter(({ serverName }) => names.get(serverName)?.isBuiltIn !== true)
  const isMissing = (name: string) => missing.some((fit) => fit.missing.some(({ pack }) => pack?.name === name))
  const installed = workflow.packs.filter(({ name }) => !isMissing(name))
  const { label, description, problems, inputs, fits, labels, isOffered } = workflow
  return (
    <div className="grid max-w-6xl grid-cols-[minmax(0,1fr)_22rem] gap-x-10 gap-y-8 max-[1100px]:grid-cols-[minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-8">
        <div className="flex flex-col gap-4 empty:hidden">
          {description.replace(/[.\s]+$/, '') !== label && <p className="max-w-[70ch]">{description}</p>}
          {problems.map((problem) => (
            <Notice key={problem} tone="danger">
              {problem}
            </Notice>
          ))}
          {isOffered && (
            <Notice action={<Button onClick={() => void addWorkflow(workflow)}>Add</Button>}>
              It came with the studio and is not among the workflows of this workspace.
            </Notice>
          )}
        </div>
        {fits.length > 0 && (
          <Part title="Where it runs">
            {labels.length > 0 && (
              <p className="mb-3 text-muted">
                Only servers with the label {new Intl.ListFormat('en-GB').format(labels)}.
              </p>
            )}
            <WorkflowFits fits={fits} names={names} />
          </Part>
        )}
        {installed.length > 0 && (
          <Part title="Node packs">
            <ul className="m-0 flex list-none flex-col gap-2 p-0">
              {installed.map(({ name, repository }) => (
                <li key={name}>
                  {name}
                  {repository !== null && (
                    <span className="block">
                      <CopyText text={`https://github.com/${repository}`} />
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </Part>
        )}
        <Part title="Inputs">
          <WorkflowInputs inputs={inputs} />
        </Part>
        <Narrators workflow={workflow} />
      </div>
      {!isOffered && problems.length === 0 && <WorkflowTrial workflow={workflow} names={names} />}
    </div>
  )
}

function Narrators({ workflow: { workflowId, narrators: count } }: { workflow: WorkflowCard }) {
  const narrators = useNarrators(({ items }) => items)
  if (count === 0) return null
  const names = [...narrators.values()].filter(({ voiceModel }) => voiceModel === workflowId).map(({ name }) => name)
  return (
    <Part title="Narrators that speak through it">
      <p>
        {new Intl.ListFormat('en-GB').format(names)}. <TextLink href="/narrators">Go to the narrators</TextLink>
      </p>
    </Part>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-3 text-title">{title}</h2>
      {children}
    </section>
  )
}
