import { existsSync, lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative as relativePath, resolve as resolvePath, sep } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { ENVIRONMENTS, type EnvironmentName } from '#shared/models/environment.ts'
import { loadConfig, readDotEnv } from './config.ts'
import type { Config } from './schema.ts'

/** A folder with everything of the studio, seen through one environment's configuration. Paths are absolute. */
export interface Workspace {
  root: string
  env: EnvironmentName
  config: Config
  databaseFile: string
  logFile: string
  foundryDir: string
  /** What the configuration has that takes no effect, a sentence each. */
  warnings: readonly string[]
  /** The absolute path of one relative to the workspace; throws `workspace.outside` when it leaves it, also by a link. */
  resolve(relative: string): string
  /** The path relative to the workspace, with `/` on every system. */
  relative(absolute: string): string
}

export interface WorkspaceOptions {
  /** When left out, `E3_WORKSPACE`, else the current folder. */
  root?: string | undefined
  /** When left out, `E3_ENV` of the process, then of `.env`, then alpha. */
  env?: string | undefined
  processEnv: NodeJS.ProcessEnv
}

/** Opens a workspace without changing it. Throws `workspace.missing`, `environment.unknown`, `config.…`. */
export function openWorkspace(options: WorkspaceOptions): Workspace {
  const root = workspaceRoot(options)
  if (!existsSync(root)) {
    throw new AppError(
      'workspace.missing',
      `There is no workspace ${root}. Make it with \`e3 init --workspace ${root}\`.`,
      {
        data: { root },
      },
    )
  }
  const env = environmentOf(root, options)
  const { config, warnings } = loadConfig({ root, env, processEnv: options.processEnv })
  const { foundry, jobs_processing: processing, jobs_finished: finished } = config.paths
  const [foundryDir = root, ...jobDirs] = [foundry, processing, finished].map((path) => placeInside(root, path))
  // A producer may keep these on another disk behind a link; no other link leads out.
  const rooms = [root, foundryDir, ...jobDirs]
  return {
    root,
    env,
    config,
    warnings,
    foundryDir,
    databaseFile: resolvePath(root, config.databases.main),
    logFile: resolvePath(root, config.logging.file),
    resolve: (path) => {
      const place = placeInside(root, path)
      const real = realPlace(place)
      if (real === null || !rooms.some((room) => isWithin(realPlace(room) ?? room, real))) throw outside(root, path)
      return place
    },
    relative: (absolute) => relativePath(root, absolute).split(sep).join('/'),
  }
}

/** The folder that is meant: the one given, else `E3_WORKSPACE`, else the current one. */
export function workspaceRoot(options: Pick<WorkspaceOptions, 'root' | 'processEnv'>): string {
  return resolvePath(options.root ?? (options.processEnv.E3_WORKSPACE || '.'))
}

/** The environment that is meant; throws `environment.unknown` for a name that is none. */
export function environmentOf(root: string, options: Pick<WorkspaceOptions, 'env' | 'processEnv'>): EnvironmentName {
  const [name, from] =
    options.env !== undefined
      ? [options.env, 'asked for']
      : options.processEnv.E3_ENV
        ? [options.processEnv.E3_ENV, 'E3_ENV']
        : [readDotEnv(root).values.E3_ENV || 'alpha', 'E3_ENV in .env']
  const env = ENVIRONMENTS.find((candidate) => candidate === name)
  if (env) return env
  throw new AppError(
    'environment.unknown',
    `There is no environment "${name}" (${from}). Allowed: ${ENVIRONMENTS.join(' or ')}.`,
    {
      data: { name, allowed: ENVIRONMENTS },
    },
  )
}

function placeInside(root: string, path: string): string {
  const place = resolvePath(root, path)
  if (path.includes('\0') || !isWithin(root, place)) throw outside(root, path)
  return place
}

/** The path without links, as far as it exists; null behind a link that leads nowhere. */
export function realPlace(place: string): string | null {
  if (existsSync(place)) return realpathSync(place)
  if (isLink(place)) return null
  const parent = realPlace(dirname(place))
  return parent === null ? null : join(parent, basename(place))
}

function isLink(place: string): boolean {
  try {
    return lstatSync(place).isSymbolicLink()
  } catch {
    return false // Not there, or nothing that could be: behind a file, or with a name that is too long.
  }
}

function isWithin(folder: string, place: string): boolean {
  const path = relativePath(folder, place)
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path)
}

function outside(root: string, path: string): AppError {
  return new AppError(
    'workspace.outside',
    `The path ${path} leaves the workspace ${root}. Only paths inside it are used.`,
    {
      data: { root, path },
    },
  )
}
