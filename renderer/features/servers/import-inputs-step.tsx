import { useState } from 'react'
import type { JobType } from '#shared/models/job.ts'
import { CheckboxField } from '#renderer/ui/checkbox-field.tsx'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { SearchField } from '#renderer/ui/search-field.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { assignName, importProblemsOf, namesFor, type ImportDraft, type ImportRow } from './import-draft.ts'
import { inputWord, valueWords } from './input-words.ts'
import { TYPE_OPTIONS } from './workflow-words.ts'

const NO_INPUT = ''
/** More rows than anybody reads; a search narrows them. */
const MOST_ROWS = 40

interface ImportInputsStepProps {
  draft: ImportDraft
  /** There is a workflow of this name. */
  isReplacing: boolean
  refusal: string | null
  onChange: (changes: Partial<ImportDraft>) => void
}

/** Name and type of a workflow, and which of its values jobs may give. */
export function ImportInputsStep({ draft, isReplacing, refusal, onChange }: ImportInputsStepProps) {
  const problems = importProblemsOf(draft)
  const [search, setSearch] = useState('')
  // Rows stay where they are while their use is changed.
  const [first] = useState(() => new Set(draft.rows.filter(({ name }) => name !== null).map(keyOf)))
  const shown = draft.rows.filter((row) => first.has(keyOf(row)))
  const others = draft.rows.filter((row) => !first.has(keyOf(row)) && fits(row, search))
  const line = (row: ImportRow) => (
    <InputLine
      key={keyOf(row)}
      row={row}
      onName={(name) => onChange({ rows: assignName(draft.rows, row, name) })}
      onRequired={(isRequired) =>
        onChange({ rows: draft.rows.map((other) => (other === row ? { ...row, isRequired } : other)) })
      }
    />
  )
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,14rem),1fr))] gap-4">
        <TextField
          label="Name in job files"
          value={draft.workflowId}
          onChange={(workflowId) => onChange({ workflowId: workflowId.trim() })}
          error={problems.workflowId}
          hint={isReplacing ? 'There is one of this name: it is replaced, for its narrators too.' : undefined}
          spellCheck={false}
        />
        <SelectField
          label="Makes"
          value={draft.jobType}
          onChange={(jobType: JobType) => onChange({ jobType })}
          options={TYPE_OPTIONS}
        />
      </div>
      <TextField
        label="What it is, in a sentence"
        value={draft.description}
        maxLength={500}
        onChange={(description) => onChange({ description })}
        error={problems.description}
      />
      {problems.warning !== null && <Notice tone="warn">{problems.warning}</Notice>}
      <ul aria-label="Inputs" className="m-0 flex list-none flex-col p-0">
        {shown.map(line)}
      </ul>
      {draft.rows.length > shown.length && (
        <Disclosure summary={`${pluralise(draft.rows.length - shown.length, 'other value')} of the graph`}>
          <SearchField label="Search values" value={search} onChange={setSearch} className="mb-2" />
          <ul aria-label="Other values" className="m-0 flex list-none flex-col p-0">
            {others.slice(0, MOST_ROWS).map(line)}
          </ul>
          {others.length > MOST_ROWS && (
            <p className="text-small text-muted">{others.length - MOST_ROWS} more: search for what you mean.</p>
          )}
        </Disclosure>
      )}
      {refusal !== null && <Notice tone="danger">{refusal}</Notice>}
    </div>
  )
}

interface InputLineProps {
  row: ImportRow
  onName: (name: string | null) => void
  onRequired: (isRequired: boolean) => void
}

function InputLine({ row: { candidate, name, isRequired }, onName, onRequired }: InputLineProps) {
  const { nodeTitle, input, value, markup, suggestedName } = candidate
  const place = `${input} of ${nodeTitle}`
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2 shadow-[inset_0_-1px_0_var(--color-line)]">
      <div className="min-w-40 grow basis-0">
        <p className="truncate">{place}</p>
        <p className="truncate text-small text-muted" title={String(value)}>
          {valueWords(value)}
          {markup !== null && name === suggestedName && `, sent as “${markup.replace('{value}', '…')}”`}
        </p>
      </div>
      <SelectField
        className="w-52"
        label={`Use ${place} as`}
        isLabelHidden
        value={name ?? NO_INPUT}
        onChange={(next) => onName(next === NO_INPUT ? null : next)}
        options={[
          { value: NO_INPUT, label: 'Stays as it is' },
          ...namesFor(candidate).map((own) => ({ value: own, label: inputWord(own) })),
        ]}
      />
      <CheckboxField
        className="w-24"
        label="Needed"
        isChecked={isRequired}
        disabled={name === null}
        onChange={onRequired}
      />
    </li>
  )
}

function keyOf({ candidate: { node, input } }: ImportRow): string {
  return `${node} ${input}`
}

function fits({ candidate: { nodeTitle, classType, input } }: ImportRow, search: string): boolean {
  return `${nodeTitle} ${classType} ${input}`.toLowerCase().includes(search.trim().toLowerCase())
}
