import { isMap, isScalar, LineCounter, parseDocument, stringify, visit } from 'yaml'
import type { Document } from 'yaml'
import { messageOf } from '#shared/models/app-error.ts'
import type { Job, JobInputValue, JobType, NewJob } from '#shared/models/job.ts'
import { nearMiss } from '#electron/config/near-miss.ts'
import { JOB_FILE_KEYS, readFields } from './job-file-fields.ts'
import { readJobFileName, typeInName } from './job-file-name.ts'

/** A book's longest chapter fits in; the parser takes half a second for a hostile file of that length. */
export const MOST_CHARACTERS = 250_000
/** A file with more of them is not one that someone mends line by line. */
const MOST_PROBLEMS = 20

/** What a file that leaves them out gets. */
export interface JobFileDefaults {
  priority: number
  retryLimit: number
}

/** One thing that is wrong with a job file; `line` is null for its name and its whole. */
export interface JobFileProblem {
  line: number | null
  message: string
}

/** What a job file says, as far as it can be understood; null is what is missing or wrong. */
export interface JobFileDraft {
  configName: string
  jobType: JobType | null
  workflowId: string | null
  priority: number
  retryLimit: number
  inputs: Record<string, JobInputValue> | null
  /** Inputs whose values are among the problems. */
  unclear: string[]
  outputPath: string | null
  metadata: Record<string, unknown>
  problems: JobFileProblem[]
  /** What is in it and has no effect. */
  warnings: string[]
  /** Where a key stands, such as `workflow_id`, `inputs.text` or `outputs.file_path`. */
  lines: Record<string, number>
}

/** Reads a job file; whatever is wrong with it is among the draft's problems. */
export function readJobFile(name: string, text: string, defaults: JobFileDefaults): JobFileDraft {
  const { configName, jobType, problem } = readJobFileName(name)
  const draft: JobFileDraft = {
    configName,
    jobType: null,
    workflowId: null,
    priority: defaults.priority,
    retryLimit: defaults.retryLimit,
    inputs: null,
    unclear: [],
    outputPath: null,
    metadata: {},
    problems: problem === null ? [] : [{ line: null, message: problem }],
    warnings: [],
    lines: {},
  }
  const lines = new LineCounter()
  const document = parse(text, lines, draft.problems)
  const value = document && valueOf(document, lines, draft.problems)
  if (!document || value === null) return draft
  const lineOf = (path: readonly PropertyKey[]) => lines.linePos(offsetOf(document, path)).line
  judgeKeys(document, lineOf, draft)
  readFields(value, draft, lineOf, MOST_PROBLEMS)
  draft.lines = linesOf(document, lines)
  if (jobType !== null && draft.jobType !== null && jobType !== draft.jobType) {
    const message = `job_type is ${draft.jobType}, but the name begins with ${jobType}`
    draft.problems.push({ line: lineOf(['job_type']), message })
  }
  return draft
}

/** A job as a file that `readJobFile` reads back; its production stays behind. */
export function exportJobFile(job: Omit<NewJob, 'productionId'> & Partial<Pick<Job, 'id'>>): {
  name: string
  text: string
} {
  const configName =
    typeInName(job.configName) === job.jobType
      ? job.configName
      : `${job.jobType}_job${job.id ?? 0}_1_${job.configName.replace(/[^\w.-]+/g, '_')}`
  const text = stringify(
    {
      job_type: job.jobType,
      workflow_id: job.workflowId,
      priority: job.priority,
      retry_limit: job.retryLimit,
      inputs: job.inputs,
      outputs: { file_path: job.outputPath },
      metadata: job.metadata,
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  )
  return { name: `${configName}.yaml`, text }
}

function parse(text: string, lines: LineCounter, problems: JobFileProblem[]): Document | null {
  if (text.length > MOST_CHARACTERS) {
    problems.push({ line: null, message: `it has ${text.length} characters, at most ${MOST_CHARACTERS} are read` })
    return null
  }
  try {
    // The parser's own check of unique keys compares each with all others, which takes minutes for a hostile file.
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
    // One slip makes many errors: each line is told once.
    const byLine = new Map(
      document.errors.map((error) => [lines.linePos(error.pos[0]).line, error] as const).toReversed(),
    )
    for (const [line, { code, message }] of [...byLine].toReversed().slice(0, MOST_PROBLEMS)) {
      problems.push({
        line,
        message: code === 'MULTIPLE_DOCS' ? 'a second job begins here: one file is one job' : wordsOf(message),
      })
    }
    if (document.errors.length > 0) return null
    if (isMap(document.contents)) return document
    problems.push({ line: 1, message: 'it must hold keys and values, such as job_type: SPEECH' })
  } catch (error) {
    problems.push({ line: null, message: `it cannot be read: ${wordsOf(messageOf(error))}` })
  }
  return null
}

/** Null for a key that stands twice, and for what grows or nests beyond measure. */
function valueOf(document: Document, lines: LineCounter, problems: JobFileProblem[]): unknown {
  const found: JobFileProblem[] = []
  try {
    visit(document, {
      Map: (_key, map) => {
        const seen = new Set<unknown>()
        for (const { key } of map.items) {
          if (!isScalar(key)) continue
          if (seen.has(key.value) && found.length < MOST_PROBLEMS) {
            const line = lines.linePos(key.range?.[0] ?? 0).line
            found.push({ line, message: `the key "${String(key.value)}" stands twice: keys must be unique` })
          }
          seen.add(key.value)
        }
      },
    })
    if (found.length === 0) return document.toJS()
  } catch (error) {
    found.push({ line: null, message: `it cannot be read: ${wordsOf(messageOf(error))}` })
  }
  problems.push(...found)
  return null
}

/** A near miss of a key is an error, since the file would not do what it says; older tools have left all sorts of others. */
function judgeKeys(document: Document, lineOf: (path: readonly string[]) => number, draft: JobFileDraft): void {
  if (!isMap(document.contents)) return
  const others: string[] = []
  for (const { key } of document.contents.items) {
    const name = isScalar(key) ? String(key.value) : ''
    if (JOB_FILE_KEYS.includes(name)) continue
    const meant = others.length + draft.problems.length < MOST_PROBLEMS ? nearMiss(name, JOB_FILE_KEYS) : null
    if (meant === null) others.push(name)
    else {
      const message = `there is no key "${name}"; "${meant}" is meant, it seems`
      draft.problems.push({ line: lineOf([name]), message })
    }
  }
  if (others.length === 0) return
  draft.warnings.push(`Keys without effect: ${others.slice(0, MOST_PROBLEMS).join(', ')}.`)
}

/** Thousands of brackets within one another are more than the parser's stack. */
function wordsOf(message: string): string {
  return /stack/i.test(message) ? 'it is nested too deeply' : message
}

/** Of each key and of each key below it, the line; walked once, since a file may have thousands. */
function linesOf(document: Document, lines: LineCounter): Record<string, number> {
  const found: Record<string, number> = {}
  const walk = (node: unknown, prefix: string): void => {
    if (!isMap(node)) return
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue
      const name = prefix + String(key.value)
      found[name] = lines.linePos(key.range?.[0] ?? 0).line
      if (prefix === '' && name !== 'metadata') walk(value, `${name}.`)
    }
  }
  walk(document.contents, '')
  return found
}

/** Where the value at `path` begins; where its nearest parent does when it is missing. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node: unknown = document.getIn(path.slice(0, depth), true)
    const range = (node as { range?: [number, number, number] | null } | undefined)?.range
    if (range) return range[0]
  }
  return 0
}
