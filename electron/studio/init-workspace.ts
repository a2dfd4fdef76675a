import { constants, existsSync } from 'node:fs'
import { access, mkdir, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ENVIRONMENTS } from '#shared/models/environment.ts'
import { openWorkspace, type Workspace } from '#electron/config/workspace.ts'
import { openDatabase } from '#electron/database/open-database.ts'
import { copyFileAtomic } from '#electron/library/atomic-file.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { JOB_FOLDERS } from '#shared/models/job.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import { EMBEDDED_SPEECH, seedNarrators } from './seed-narrators.ts'

export interface InitOptions {
  root: string
  /** Holds the files that a new workspace starts with; may be the workspace itself. */
  bundledDir: string
  processEnv: NodeJS.ProcessEnv
  /** Speaks the narrator's sample into `path`; asked for each built-in narrator whose sample is missing. */
  recordSample?: (narrator: Narrator, path: string) => Promise<void>
}

/** What there was to do; paths relative to the workspace. */
export interface InitReport {
  root: string
  /** Files and folders; these end in `/`. */
  made: string[]
  /** Files that were there already. */
  kept: string[]
}

const BUNDLED_FILES = [
  'config/global.yaml',
  'config/global_alpha.yaml',
  'config/global_prod.yaml',
  'config/workflows.yaml',
  '.env.example',
]
const BUNDLED_FOLDERS = ['workflows', 'foundry/samples']

/**
 * Makes a folder a workspace: folders, configuration, both databases with narrators, and their samples.
 *
 * Whatever is there already is kept as it is, so that it can be repeated at any time and finishes what was interrupted.
 */
export async function initWorkspace(options: InitOptions): Promise<InitReport> {
  const root = resolve(options.root)
  const report: InitReport = { root, made: [], kept: [] }
  await makeRoot(root)
  await copyBundledFiles(root, resolve(options.bundledDir), report)
  const workspaces = ENVIRONMENTS.map((env) => openWorkspace({ root, env, processEnv: options.processEnv }))
  for (const workspace of workspaces) {
    await makeFolders(workspace, report)
    const narrators = prepareDatabase(workspace, report)
    if (options.recordSample) await recordSamples(workspace, narrators, options.recordSample, report)
  }
  return report
}

async function makeRoot(root: string): Promise<void> {
  try {
    await mkdir(join(root, 'config'), { recursive: true })
    await access(root, constants.W_OK)
  } catch (error) {
    const message = `There can be no workspace in ${root} (${messageOf(error)}). Name a folder that you may write in: --workspace DIR.`
    throw new AppError('workspace.unwritable', message, { cause: error })
  }
}

async function copyBundledFiles(root: string, bundledDir: string, report: InitReport): Promise<void> {
  const files = [...BUNDLED_FILES]
  for (const folder of BUNDLED_FOLDERS) {
    const entries = await readdir(join(bundledDir, folder), { withFileTypes: true })
    files.push(...entries.filter((entry) => entry.isFile()).map((entry) => `${folder}/${entry.name}`))
  }
  for (const file of files) {
    const isKept = note(report, file, existsSync(join(root, file)))
    if (!isKept) await copyFileAtomic(join(bundledDir, file), join(root, file))
  }
}

async function makeFolders(workspace: Workspace, report: InitReport): Promise<void> {
  const { jobs_processing: processing, jobs_finished: finished } = workspace.config.paths
  const jobFolders = [processing, finished].flatMap((folder) =>
    Object.values(JOB_FOLDERS).map((type) => `${folder}/${type}`),
  )
  for (const folder of ['logs', 'database', workspace.relative(workspace.foundryDir), ...jobFolders]) {
    const path = workspace.resolve(folder)
    if (await mkdir(path, { recursive: true })) report.made.push(`${workspace.relative(path)}/`)
  }
}

function prepareDatabase(workspace: Workspace, report: InitReport): Narrator[] {
  note(report, workspace.relative(workspace.databaseFile), existsSync(workspace.databaseFile))
  const database = openDatabase(workspace.databaseFile, {
    access: 'write',
    backupDir: join(workspace.root, 'database', 'backups'),
  })
  try {
    seedNarrators(database, workspace.config.audiobook.narrator_samples_path)
    return database.narrators.list({ active: true })
  } finally {
    database.close()
  }
}

async function recordSamples(
  workspace: Workspace,
  narrators: readonly Narrator[],
  recordSample: NonNullable<InitOptions['recordSample']>,
  report: InitReport,
): Promise<void> {
  for (const narrator of narrators) {
    // A narrator whose voice is cloned from the sample has to bring it.
    if (narrator.voiceSamplePath === null || narrator.voiceModel !== EMBEDDED_SPEECH) continue
    const path = workspace.resolve(narrator.voiceSamplePath)
    if (!note(report, narrator.voiceSamplePath, existsSync(path))) await recordSample(narrator, path)
  }
}

/** Each path is told once, although both environments share their samples. */
function note(report: InitReport, path: string, isThere: boolean): boolean {
  const list = isThere ? report.kept : report.made
  if (!report.made.includes(path) && !report.kept.includes(path)) list.push(path)
  return isThere
}
