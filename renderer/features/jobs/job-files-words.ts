import type { JobFilesState, JobFileTrouble } from '#shared/models/job-file.ts'
import { pluralise } from '#renderer/ui/format.ts'

/** Files that need a hand and that no row of the queue tells of. */
export function stuckFiles({ troubles }: JobFilesState): JobFileTrouble[] {
  return troubles.filter(({ kind }) => kind !== 'failed')
}

/** Null when no file is stuck. */
export function stuckSentence(state: JobFilesState): string | null {
  if (state.unusable > 0) return `${pluralise(state.unusable, 'job file')} cannot be used.`
  const unmoved = stuckFiles(state).length
  return unmoved > 0 ? `${pluralise(unmoved, 'job file')} cannot be moved although all is done.` : null
}

/** What the list leaves out, in a sentence; null when it shows all. */
export function leftOutSentence(state: JobFilesState): string | null {
  const shown = stuckFiles(state).filter(({ kind }) => kind === 'unusable').length
  return state.unusable > shown ? `And ${pluralise(state.unusable - shown, 'more file')}.` : null
}

/** The name without its folder, and the folder. */
export function nameAndFolder(path: string): { name: string; folder: string } {
  const slash = path.lastIndexOf('/')
  return { name: path.slice(slash + 1), folder: path.slice(0, Math.max(0, slash)) }
}

/** As a sentence begins. */
export function asSentence(problem: string): string {
  return problem.charAt(0).toUpperCase() + problem.slice(1)
}
