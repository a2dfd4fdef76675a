/** A job file that needs a hand. */
export interface JobFileTrouble {
  /** Below the folder for job files, with `/`. */
  path: string
  /** `failed`: it was queued, and its job failed for good. `unmoved`: its job is done, and the file cannot be moved. */
  kind: 'unusable' | 'failed' | 'unmoved'
  /** Each with its line, where it has one. */
  problems: string[]
  jobId: number | null
}

/** The watch folder as a window shows it. */
export interface JobFilesState {
  /** Relative to the workspace. */
  folder: string
  /** Why no files are taken at present, in a sentence. */
  notice: string | null
  /** Files that cannot be used. */
  unusable: number
  /** The first of those that need a hand. */
  troubles: JobFileTrouble[]
}
