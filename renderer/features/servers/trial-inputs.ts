import type { JobInputValue } from '#shared/models/job.ts'
import type { WorkflowInput } from '#shared/models/workflow-card.ts'

/** Inputs that one types, in the order in which they are asked for. */
export const TRIAL_TEXTS = ['text', 'title', 'author', 'prompt', 'tags', 'lyrics', 'negative_prompt'] as const

const FIRST_VALUES: Readonly<Record<string, string>> = {
  text: 'The little station was quite empty when the last train came in, an hour late, with snow on its roof.',
  title: 'The Last Train',
  author: 'Nobody at All',
}

/** What the form of a trial starts with, by logical input; the template's own text where nothing is better. */
export function trialDefaults(inputs: readonly WorkflowInput[]): Record<string, string> {
  const typed: readonly string[] = TRIAL_TEXTS
  const texts = inputs.filter(({ name, default: own }) => typed.includes(name) && typeof own === 'string')
  return Object.fromEntries(texts.map(({ name, default: own }) => [name, FIRST_VALUES[name] ?? String(own)]))
}

/** What `workflow.try` is given: an empty field leaves the template's own value. */
export function trialInputs(texts: Readonly<Record<string, string>>): Record<string, JobInputValue> {
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => value.trim() !== ''))
}
