import { extname } from 'node:path'
import { LineCounter, isMap, isScalar, parseDocument, stringify, visit } from 'yaml'
import type { Document } from 'yaml'
import { z } from 'zod'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { JOB_TYPES, PRIORITY } from '#shared/models/job.ts'
import type { Job, NewJob } from '#shared/models/job.ts'
import { nearMiss } from '#electron/config/near-miss.ts'

const MOST_CHARACTERS = 250_000
/** A file with more of them is not one that someone mends line by line. */
const MOST_PROBLEMS = 20
const NAME = /^(T2I|T2V|SPEECH|AUDIO|3D)_[A-Za-z0-9.-]+_\d+_.+$/
const NAME_SHAPE = 'TYPE_<14-digit time or identifier>_<index>_<name>.yaml'

const inputSchema = z.union([
  z.string(),
  z.boolean(),
  z.number().refine((value) => Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)), {
    error: 'must be a number that is exact: whole ones up to 9007199254740991',
  }),
])
const fileSchema = z.object({
  job_type: z.enum(JOB_TYPES),
  workflow_id: z.string().min(1),
  priority: z.number().int().min(PRIORITY.min).max(PRIORITY.max).optional(),
  retry_limit: z.number().int().min(0).optional(),
  inputs: z.record(z.string(), inputSchema),
  outputs: z.object({ file_path: z.string().min(1) }),
  metadata: z.record(z.string(), z.unknown()).optional(),
})
const KEYS = Object.keys(fileSchema.shape)

/** What a file that leaves them out gets. */
export interface JobFileDefaults {
  priority: number
  retryLimit: number
}

/** Reads a job file; throws `job.fileInvalid` with every problem and its line. */
export function parseJobFile(
  name: string,
  text: string,
  defaults: JobFileDefaults = { priority: PRIORITY.default, retryLimit: 2 },
): NewJob {
  const problems: string[] = []
  const configName = name.slice(0, name.length - extname(name).length)
  const type = NAME.exec(configName)?.[1]
  if (type === undefined || !/\.ya?ml$/i.test(name)) problems.push(`its name must be ${NAME_SHAPE}`)

  const lines = new LineCounter()
  const document = read(text, lines, problems)
  if (!document) throw invalid(name, problems)
  const lineOf = (path: readonly PropertyKey[]) => lines.linePos(offsetOf(document, path)).line
  const parsed = fileSchema.safeParse(valueOf(name, document, lines))
  for (const key of keysOf(document)) {
    if (problems.length >= MOST_PROBLEMS) break
    const meant = KEYS.includes(key) ? null : nearMiss(key, KEYS)
    if (meant !== null) problems.push(`line ${lineOf([key])}: there is no key "${key}"; "${meant}" is meant, it seems`)
  }
  for (const issue of parsed.error?.issues.slice(0, MOST_PROBLEMS) ?? []) {
    problems.push(`line ${lineOf(issue.path)}: ${issue.path.join('.') || 'the file'}: ${issue.message}`)
  }
  if (!parsed.success) throw invalid(name, problems)
  const file = parsed.data
  if (type !== undefined && type !== file.job_type) {
    problems.push(`line ${lineOf(['job_type'])}: job_type is ${file.job_type}, but the name begins with ${type}`)
  }
  if (problems.length > 0) throw invalid(name, problems)
  return {
    configName,
    jobType: file.job_type,
    workflowId: file.workflow_id,
    priority: file.priority ?? defaults.priority,
    retryLimit: file.retry_limit ?? defaults.retryLimit,
    inputs: file.inputs,
    outputPath: file.outputs.file_path,
    productionId: null,
    metadata: file.metadata ?? {},
  }
}

/** A job as a file that `parseJobFile` reads back; its production stays behind. */
export function exportJobFile(job: Omit<NewJob, 'productionId'> & Partial<Pick<Job, 'id'>>): {
  name: string
  text: string
} {
  const hasFileName = NAME.exec(job.configName)?.[1] === job.jobType
  const configName = hasFileName
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

function read(text: string, lines: LineCounter, problems: string[]): Document | null {
  if (text.length > MOST_CHARACTERS) {
    problems.push(`it has ${text.length} characters, at most ${MOST_CHARACTERS} are read`)
    return null
  }
  // The parser's own check of unique keys compares each with all others, which takes minutes for a hostile file.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  for (const error of document.errors.slice(0, MOST_PROBLEMS))
    problems.push(`line ${lines.linePos(error.pos[0]).line}: ${error.message}`)
  if (document.errors.length > 0) return null
  if (isMap(document.contents)) return document
  problems.push('line 1: it must hold keys and values, such as job_type: SPEECH')
  return null
}

/** Throws `job.fileInvalid` for a key that stands twice, and for what grows or nests beyond measure. */
function valueOf(name: string, document: Document, lines: LineCounter): unknown {
  const problems: string[] = []
  try {
    visit(document, {
      Map: (_key, map) => {
        const seen = new Set<unknown>()
        for (const { key } of map.items) {
          if (!isScalar(key)) continue
          if (seen.has(key.value)) problems.push(`line ${lines.linePos(key.range?.[0] ?? 0).line}: keys must be unique`)
          seen.add(key.value)
        }
      },
    })
    if (problems.length === 0) return document.toJS()
  } catch (error) {
    problems.push(`it cannot be read: ${messageOf(error)}`)
  }
  throw invalid(name, problems.slice(0, MOST_PROBLEMS))
}

function keysOf(document: Document): string[] {
  if (!isMap(document.contents)) return []
  return document.contents.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []))
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

function invalid(name: string, problems: string[]): AppError {
  return new AppError('job.fileInvalid', `The job file ${name} cannot be used: ${problems.join('; ')}.`, {
    data: { problems },
  })
}
