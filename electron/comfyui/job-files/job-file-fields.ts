import { z } from 'zod'
import { JOB_TYPES, PRIORITY } from '#shared/models/job.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import type { JobFileDraft } from './job-file.ts'

type Issue = { input: unknown }

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? 'nothing' : text.length > 80 ? `${text.slice(0, 80)}…` : text
}
const must = (what: string) => ({
  error: ({ input }: Issue) =>
    input === undefined ? `is missing: it must be ${what}` : `must be ${what}, not ${shown(input)}`,
})

/** Older tools have quoted numbers and written None for what they left open. */
const wholeNumber = (min: number, max: number) => {
  const range = `a whole number from ${min}${max === Infinity ? '' : ` to ${max}`}`
  const number = z.number(must(range)).int(must(range)).min(min, must(range)).max(max, must(range))
  const isQuoted = (value: unknown): value is string => typeof value === 'string' && /^\s*\d+(\.0*)?\s*$/.test(value)
  return z.preprocess((value) => (isQuoted(value) ? Number(value) : (value ?? undefined)), number.optional())
}

const text = (what: string) =>
  z.preprocess(
    (value) => (typeof value === 'number' ? String(value) : value),
    z.string(must(what)).regex(/\S/, must(what)),
  )

const VALUE = 'a text, a number or true or false'
const EXACT = 'a number that is exact: whole ones up to 9007199254740991'
const isExact = (value: number) => Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))

const jobType = z.preprocess(
  (value) => (typeof value === 'string' ? value.trim().toUpperCase() : value),
  z.enum(JOB_TYPES, must(`one of ${JOB_TYPES.join(', ')}`)),
)
const inputValue = z.union([z.string(), z.boolean(), z.number().refine(isExact, `must be ${EXACT}`)], must(VALUE))
const inputs = z.preprocess(
  (value) => (value === null ? {} : value),
  z.record(z.string(), z.unknown(), must('the inputs by name')),
)
const metadata = z.preprocess((value) => value ?? {}, z.record(z.string(), z.unknown(), must('keys and values')))
const outputs = z.object({ file_path: text('a path inside the workspace') }, must('a key with file_path below it'))

const FIELDS = {
  job_type: jobType,
  workflow_id: text('the name of a workflow'),
  priority: wholeNumber(PRIORITY.min, PRIORITY.max),
  retry_limit: wholeNumber(0, Infinity),
  inputs,
  outputs,
  metadata,
}

/** The keys of a job file. */
export const JOB_FILE_KEYS: readonly string[] = Object.keys(FIELDS)

/** Puts every field that is right into the draft, and a problem for every one that is not. */
export function readFields(
  value: unknown,
  draft: JobFileDraft,
  lineOf: (path: readonly PropertyKey[]) => number,
  mostProblems: number,
): void {
  const given = value as Record<string, unknown>
  const parse = <Output>(schema: z.ZodType<Output>, found: unknown, place: readonly string[]): Output | undefined => {
    const parsed = schema.safeParse(found)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) {
      if (draft.problems.length >= mostProblems) break
      const path = [...place, ...issue.path]
      const isMissing = path.length === 1 && found === undefined
      draft.problems.push({ line: isMissing ? null : lineOf(path), message: `${path.join('.')} ${messageOf(issue)}` })
    }
    return undefined
  }
  const read = <Output>(key: string, schema: z.ZodType<Output>) => parse(schema, given[key], [key])
  draft.jobType = read('job_type', FIELDS.job_type) ?? null
  draft.workflowId = read('workflow_id', FIELDS.workflow_id) ?? null
  draft.priority = read('priority', FIELDS.priority) ?? draft.priority
  draft.retryLimit = read('retry_limit', FIELDS.retry_limit) ?? draft.retryLimit
  const values = read('inputs', FIELDS.inputs)
  const good: [string, JobInputValue][] = []
  for (const [name, found] of Object.entries(values ?? {})) {
    // Null keeps what the workflow has, as if the input were not there.
    if (found === null) continue
    const value = parse(inputValue, found, ['inputs', name])
    if (value === undefined) draft.unclear.push(name)
    else good.push([name, value])
  }
  draft.inputs = values ? Object.fromEntries(good) : null
  draft.outputPath = read('outputs', FIELDS.outputs)?.file_path ?? null
  draft.metadata = read('metadata', FIELDS.metadata) ?? {}
}

/** Which of a union's members was meant is told by the one that says more than that the type is another. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message
  const inner = issue.errors.flat().find(({ code }) => code === 'custom')
  return inner?.message ?? issue.message
}
