import { JOB_FOLDERS, JOB_TYPES } from '#shared/models/job.ts'
import type { JobType } from '#shared/models/job.ts'

const NAME_SHAPE = 'TYPE_<14-digit time or identifier>_<index>_<name>.yaml'
const NAME = /^(T2I|T2V|SPEECH|AUDIO|3D)_\S+?_\d+_./i
const ENDING = /\.ya?ml$/i
/** Windows hides the last ending, so that a file which seems to be called x.yaml is none. */
const HIDDEN_ENDING = /\.ya?ml\.txt$/i

/** What the name of a note ends in, behind the whole name of the file that it is about. */
export const NOTE_ENDING = '.error.txt'

/** What a job file's name says. */
export interface JobFileName {
  /** The name without its ending, in the one normal form of letters with accents. */
  configName: string
  jobType: JobType | null
  problem: string | null
}

/** Reads a name of the shape `TYPE_<14-digit time or identifier>_<index>_<name>.yaml`. */
export function readJobFileName(name: string): JobFileName {
  const configName = name.replace(ENDING, '').normalize('NFC')
  const jobType = typeInName(configName)
  if (HIDDEN_ENDING.test(name)) {
    return { configName, jobType, problem: 'its name ends in .txt, which Windows may hide: rename it to end in .yaml' }
  }
  if (jobType !== null && ENDING.test(name)) return { configName, jobType, problem: null }
  return { configName, jobType, problem: `its name must be ${NAME_SHAPE}, where TYPE is ${JOB_TYPES.join(', ')}` }
}

/** The type that a job's name begins with; null for a name of another shape. */
export function typeInName(configName: string): JobType | null {
  const found = NAME.exec(configName)?.[1]?.toUpperCase()
  return JOB_TYPES.find((type) => type === found) ?? null
}

/** Whether a file in the watch folder is meant as a job file; those of systems, editors and downloads are not. */
export function isMeantAsJobFile(name: string): boolean {
  return (ENDING.test(name) || HIDDEN_ENDING.test(name)) && !/^[.~#]/.test(name)
}

/** The name of the folder for each type, and of the one above them, where none belongs. */
export const JOB_FILE_FOLDERS: readonly string[] = ['', ...Object.values(JOB_FOLDERS)]

/** What is wrong with the folder that a job file lies in, or null. */
export function folderProblem(folder: string, jobType: JobType): string | null {
  const right = JOB_FOLDERS[jobType]
  if (folder === right) return null
  const where = folder === '' ? 'beside the folders of the types' : `in the folder "${folder}"`
  return `it lies ${where}, but a file of type ${jobType} belongs into "${right}": move it there`
}
