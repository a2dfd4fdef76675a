import type { JobFilesState } from '#shared/models/job-file.ts'
import { request } from '../bridge.ts'
import { createLiveValue } from './live-value.ts'

/** The folder that job files are dropped into, with the files that need a hand. */
export const useJobFiles = createLiveValue<JobFilesState>({
  load: () => request('jobFile.list', {}),
  apply: (value, events) => {
    const latest = events.findLast((event) => event.name === 'jobFiles.changed')
    return latest?.name === 'jobFiles.changed' ? latest.data : value
  },
})

/** Reads a file again, or all that cannot be used. */
export async function tryJobFilesAgain(path?: string): Promise<void> {
  await request('jobFile.tryAgain', path === undefined ? {} : { path })
}

/** Shows it in the file manager of the desktop. */
export async function showJobFile(path: string): Promise<void> {
  await request('jobFile.show', { path })
}
