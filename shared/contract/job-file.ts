import { z } from 'zod'
import type { JobFilesState } from '../models/job-file.ts'
import { route } from './route.ts'

const path = z.string().min(1).max(1000)

/** The folder that job files are dropped into. */
export const JOB_FILE_ROUTES = {
  'jobFile.list': route({})<JobFilesState & { revision: number }>(),
  /** Reads it again, all that cannot be used without a path; what has become of it is told by an event. */
  'jobFile.tryAgain': route({ path: path.optional() })<null>(),
  /** Shows it in the system's file manager. Throws `jobFile.unknown`. */
  'jobFile.show': route({ path })<null>(),
} as const
