import type { RouteInput } from '#shared/contract/routes.ts'
import type { JobType } from '#shared/models/job.ts'
import type { GraphInspection, InputCandidate, WorkflowCard } from '#shared/models/workflow-card.ts'
import { asWords, COMMON_INPUTS, inputWord } from './input-words.ts'

/** A value of the graph, and the logical input that it is to be. */
export interface ImportRow {
  candidate: InputCandidate
  /** Null: the template's value always holds. */
  name: string | null
  isRequired: boolean
}

/** What the form about a workflow that is imported holds. */
export interface ImportDraft {
  workflowId: string
  description: string
  jobType: JobType
  rows: readonly ImportRow[]
}

/** The form as it opens. */
export function importDraftOf({ suggestedId, suggestedType, candidates }: GraphInspection): ImportDraft {
  return {
    workflowId: suggestedId,
    description: asWords(suggestedId),
    jobType: suggestedType,
    rows: candidates.map((candidate) => ({
      candidate,
      name: candidate.suggestedName,
      isRequired: candidate.isRequired,
    })),
  }
}

/** Gives a row another use; whichever row had it before loses it. */
export function assignName(rows: readonly ImportRow[], row: ImportRow, name: string | null): ImportRow[] {
  return rows.map((other) => {
    if (other === row) return { ...row, name, isRequired: name !== null && row.isRequired }
    return name !== null && other.name === name ? { ...other, name: null, isRequired: false } : other
  })
}

/** What a row may be used as: what it seems to be, what it is called, then what many graphs have. */
export function namesFor({ suggestedName, input }: InputCandidate): string[] {
  const own = input.toLowerCase().replace(/[^a-z0-9]+/g, '_')
  const names = [...(suggestedName === null ? [] : [suggestedName]), own, ...COMMON_INPUTS]
  return [...new Set(names)].filter((name) => /^[a-z][a-z0-9_]{0,39}$/.test(name))
}

/** What a job of this type cannot do without. */
const NEEDED: Partial<Record<JobType, string[]>> = { SPEECH: ['text'], T2I: ['prompt'], T2V: ['prompt'] }

/** What keeps the form from being saved, and what a producer should think about. */
export function importProblemsOf({ workflowId, description, jobType, rows }: ImportDraft) {
  const names = rows.map(({ name }) => name)
  const lacking = NEEDED[jobType]?.find((name) => !names.includes(name))
  return {
    workflowId: /^[A-Za-z0-9][\w.-]{0,79}$/.test(workflowId)
      ? null
      : 'Letters, digits, dots and dashes, without blanks; the first is a letter or a digit.',
    description: description.trim() === '' ? 'Say in a few words what it makes: lists show it under this name.' : null,
    warning:
      lacking === undefined ? null : `No value is used as “${inputWord(lacking)}”: every job would come out the same.`,
  }
}

/** What `workflow.save` is told; a workflow that is replaced keeps what the form does not ask for. */
export function workflowOf(
  draft: ImportDraft,
  graph: string,
  replaced: Pick<WorkflowCard, 'labels' | 'canBatch'> = { labels: [], canBatch: false },
): RouteInput<'workflow.save'> {
  const { workflowId, description, jobType, rows } = draft
  const inputs = rows.flatMap(({ candidate: { node, input, markup, suggestedName }, name, isRequired }) =>
    name === null ? [] : [{ name, node, input, isRequired, markup: name === suggestedName ? markup : null }],
  )
  return {
    workflowId,
    description: description.trim(),
    jobType,
    inputs,
    labels: [...replaced.labels],
    canBatch: replaced.canBatch,
    graph,
  }
}
