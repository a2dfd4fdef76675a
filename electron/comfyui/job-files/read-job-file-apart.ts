import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { workerFile } from '#electron/config/app-files.ts'
import { AppError } from '#shared/models/app-error.ts'
import { readJobFile, type JobFileDefaults, type JobFileDraft } from './job-file.ts'

/** What the thread is started with. */
export interface JobFileWork {
  name: string
  text: string
  defaults: JobFileDefaults
}

/** The parser takes 16 ms for the worst of that length, and a thread longer than that to start. */
const SHORT_CHARACTERS = 8000
const DEADLINE_MS = 10_000

/** Reads a job file that may be long and hostile without holding up the window; throws `job.fileInvalid` for one that breaks its reader. */
export async function readJobFileApart(name: string, text: string, defaults: JobFileDefaults): Promise<JobFileDraft> {
  if (text.length <= SHORT_CHARACTERS) return readJobFile(name, text, defaults)
  const work: JobFileWork = { name, text, defaults }
  const worker = new Worker(workerFile('job-file-worker'), { workerData: work })
  try {
    const [draft] = (await once(worker, 'message', { signal: AbortSignal.timeout(DEADLINE_MS) })) as [JobFileDraft]
    return draft
  } catch (error) {
    throw new AppError('job.fileInvalid', `The job file ${name} cannot be understood.`, { cause: error })
  } finally {
    await worker.terminate()
  }
}
