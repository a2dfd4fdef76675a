import type { JOB_FILE_ROUTES } from '#shared/contract/job-file.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers for the watch folder. */
export function jobFileHandlers(context: HandlerContext): Pick<Handlers, keyof typeof JOB_FILE_ROUTES> {
  const { studio, shell, broadcast } = context
  return {
    'jobFile.list': () => ({ revision: broadcast.revision, ...studio().jobFiles.state() }),
    'jobFile.tryAgain': ({ path }) => {
      studio().jobFiles.tryAgain(path)
      return null
    },
    'jobFile.show': ({ path }) => {
      shell.showFile(studio().jobFiles.place(path))
      return null
    },
  }
}
