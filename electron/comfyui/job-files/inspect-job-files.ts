import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JobFileRepository } from '#electron/database/repositories/job-file.ts'
import type { JobStatus } from '#shared/models/job.ts'
import { checkJobFile, defaultsOf, type JobFileContext } from './check-job-file.ts'
import { readJobFileText } from './job-file-bytes.ts'
import { folderProblem, isMeantAsJobFile, JOB_FILE_FOLDERS, NOTE_ENDING } from './job-file-name.ts'
import { readJobFile } from './job-file.ts'
import { signatureOf } from './job-folder.ts'

/** A file of the watch folder as it is, whether or not a studio is open. */
export interface InspectedJobFile {
  /** Below the folder for job files, with `/`. */
  path: string
  /** `new`: the next studio or agent takes it. Otherwise the status of its job. */
  state: 'new' | 'unusable' | JobStatus
  jobId: number | null
  problems: string[]
}

interface InspectContext extends JobFileContext {
  jobFiles: Pick<JobFileRepository, 'findByFile'>
  dir: string
}

/** All job files of the folder; changes nothing. */
export function inspectJobFiles(context: InspectContext): InspectedJobFile[] {
  return JOB_FILE_FOLDERS.flatMap((folder) => {
    const names = namesIn(join(context.dir, folder))
    return names.filter(isMeantAsJobFile).map((name) => inspect(folder, name, context))
  })
}

/** How many files have a note of their problems beside them. */
export function countNotes(dir: string): number {
  const names = JOB_FILE_FOLDERS.flatMap((folder) => namesIn(join(dir, folder)))
  return names.filter((name) => name.endsWith(NOTE_ENDING)).length
}

function inspect(folder: string, name: string, context: InspectContext): InspectedJobFile {
  const path = folder === '' ? name : `${folder}/${name}`
  const job = context.jobFiles.findByFile(path)
  const problems = problemsOf(folder, name, context)
  if (problems.length > 0) return { path, state: 'unusable', jobId: job?.id ?? null, problems }
  const told = toldOf(join(context.dir, path))
  if (job !== null) return { path, state: job.status, jobId: job.id, problems: job.status === 'failed' ? told : [] }
  return { path, state: told.length > 0 ? 'unusable' : 'new', jobId: null, problems: told }
}

function problemsOf(folder: string, name: string, context: InspectContext): string[] {
  const place = join(context.dir, folder, name)
  const kind = signatureOf(place)
  if (kind !== null && !/^\d/.test(kind)) return [`it is ${kind}, not a file: put the file itself here`]
  const found = readJobFileText(place)
  if (!('text' in found)) return ['later' in found ? found.later : found.problem]
  const draft = readJobFile(name, found.text, defaultsOf(context))
  const problem = draft.jobType && folderProblem(folder, draft.jobType)
  if (problem) draft.problems.push({ line: null, message: problem })
  return checkJobFile(draft, context).problems ?? []
}

/** What a studio has written beside the file. */
function toldOf(place: string): string[] {
  try {
    const lines = readFileSync(`${place}${NOTE_ENDING}`, 'utf8').split('\n')
    return lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2))
  } catch {
    return [] // No note: nothing was told.
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).sort()
  } catch {
    return [] // A folder that is not there has no files.
  }
}
