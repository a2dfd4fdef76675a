import { FileInput } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { LARGEST_GRAPH_CHARACTERS, type GraphInspection } from '#shared/models/workflow-card.ts'
import { request } from '#renderer/bridge.ts'
import { failureOf } from '#renderer/state/follow-snapshot.ts'
import { useWorkflows } from '#renderer/state/workflows.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { ImportInputsStep } from './import-inputs-step.tsx'
import { ImportSummaryStep } from './import-summary-step.tsx'
import { importDraftOf, importProblemsOf, workflowOf, type ImportDraft } from './import-draft.ts'

type Step =
  | { kind: 'choosing'; refusal: string | null }
  | { kind: 'reading' }
  | { kind: 'summary' | 'inputs'; fileName: string; graph: string; inspection: GraphInspection; draft: ImportDraft }

interface ImportDialogProps {
  /** What was dropped; null to choose one. */
  file: File | null
  onSaved: (workflowId: string) => void
  onClose: () => void
}

/** Takes a graph into the studio: first what was understood of it, then which of its values jobs may give. */
export function ImportDialog({ file, onSaved, onClose }: ImportDialogProps) {
  const [step, setStep] = useState<Step>(file === null ? { kind: 'choosing', refusal: null } : { kind: 'reading' })
  const [isSaving, setSaving] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const found = useWorkflows(({ items }) => ('draft' in step ? items.get(step.draft.workflowId) : undefined))
  const replaced = found?.isOffered === false ? found : undefined

  const read = async (chosen: File) => {
    setStep({ kind: 'reading' })
    setStep(await inspect(chosen))
  }
  useEffect(() => {
    if (file !== null) void inspect(file).then(setStep)
  }, [file])

  const save = async (draft: ImportDraft, graph: string) => {
    setSaving(true)
    setRefusal(null)
    try {
      const card = await request('workflow.save', workflowOf(draft, graph, replaced))
      useWorkflows.set(card)
      onSaved(card.workflowId)
      toast.say(`“${card.label}” is imported.`)
      onClose()
    } catch (error) {
      setRefusal(failureOf(error).message)
      setSaving(false)
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size={step.kind === 'inputs' ? 'wide' : 'normal'}
      title={'fileName' in step ? `Import ${step.fileName}` : 'Import a workflow'}
      description={DESCRIPTIONS[step.kind]}
      footer={
        step.kind === 'summary' ? (
          <>
            <Button onClick={() => setStep({ kind: 'choosing', refusal: null })}>Choose another file</Button>
            <Button variant="primary" onClick={() => setStep({ ...step, kind: 'inputs' })}>
              Next: its inputs
            </Button>
          </>
        ) : step.kind === 'inputs' ? (
          <>
            <Button onClick={() => setStep({ ...step, kind: 'summary' })}>Back</Button>
            <Button
              variant="primary"
              isBusy={isSaving}
              disabled={!canSave(step.draft)}
              onClick={() => void save(step.draft, step.graph)}
            >
              {replaced !== undefined ? 'Replace the workflow' : 'Import the workflow'}
            </Button>
          </>
        ) : undefined
      }
    >
      {step.kind === 'choosing' && <Chooser refusal={step.refusal} onChoose={(chosen) => void read(chosen)} />}
      {step.kind === 'reading' && <SkeletonRows count={4} />}
      {step.kind === 'summary' && <ImportSummaryStep inspection={step.inspection} />}
      {step.kind === 'inputs' && (
        <ImportInputsStep
          draft={step.draft}
          isReplacing={replaced !== undefined}
          refusal={refusal}
          onChange={(changes) => setStep({ ...step, draft: { ...step.draft, ...changes } })}
        />
      )}
    </Dialog>
  )
}

const DESCRIPTIONS: Record<Step['kind'], string> = {
  choosing: 'In ComfyUI, open the graph and choose Workflow, then Export (API). Bring the file that it saves.',
  reading: 'Reading the file…',
  summary: 'This is what the studio understands of it.',
  inputs: 'Which values may jobs give? All others stay as they are in the graph.',
}

function canSave(draft: ImportDraft): boolean {
  const { workflowId, description } = importProblemsOf(draft)
  return workflowId === null && description === null
}

/** What was understood of a file, or why nothing was. */
async function inspect(file: File): Promise<Step> {
  if (file.size > LARGEST_GRAPH_CHARACTERS) {
    const refusal = `${file.name} is too large for a workflow. One has some hundred kilobytes at most.`
    return { kind: 'choosing', refusal }
  }
  try {
    const graph = await file.text()
    const inspection = await request('workflow.inspect', { name: file.name, graph })
    return { kind: 'summary', fileName: file.name, graph, inspection, draft: importDraftOf(inspection) }
  } catch (error) {
    return { kind: 'choosing', refusal: failureOf(error).message }
  }
}

function Chooser({ refusal, onChoose }: { refusal: string | null; onChoose: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="flex flex-col gap-4">
      {refusal !== null && <Notice tone="warn">{refusal}</Notice>}
      <div
        className="flex flex-col items-center gap-3 rounded-card border border-dashed border-control p-8 text-center text-muted"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          const [file] = event.dataTransfer.files
          event.preventDefault()
          event.nativeEvent.stopPropagation()
          if (file !== undefined) onChoose(file)
        }}
      >
        <FileInput aria-hidden className="size-8" strokeWidth={1.25} />
        <Button onClick={() => input.current?.click()}>Choose a file…</Button>
        <span>or drop it here</span>
      </div>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="Workflow file"
        data-testid="workflow"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file !== undefined) onChoose(file)
        }}
      />
    </div>
  )
}
