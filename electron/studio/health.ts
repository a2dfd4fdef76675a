import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { loadConfig } from '#electron/config/config.ts'
import { ENVIRONMENTS } from '#shared/models/environment.ts'
import type { Config } from '#electron/config/schema.ts'
import {
  environmentOf,
  openWorkspace,
  workspaceRoot,
  type Workspace,
  type WorkspaceOptions,
} from '#electron/config/workspace.ts'
import type { HealthRow } from '#shared/models/settings.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { databaseHealth } from './database-health.ts'

export type ServerConfig = Config['comfyui']['servers'][number]

/** How to ask the other rooms; each rejects with an AppError when its thing is not in order. */
export interface HealthProbes {
  locateFfmpeg(paths: {
    ffmpegPath?: string | undefined
    ffprobePath?: string | undefined
  }): Promise<{ version: string; ffmpeg: string }>
  /** Returns what the server says of itself in a few words. */
  probeServer(server: ServerConfig): Promise<string>
  listWorkflows(root: string): readonly { workflowId: string; description: string; problems: readonly string[] }[]
}

const GIGABYTE = 1_000_000_000
/** A long book takes about 2 GB while it is made. */
const LOW_SPACE_BYTES = 5 * GIGABYTE
const NO_SPACE_BYTES = GIGABYTE / 2

/** Looks at everything that a production needs, changes nothing, and never rejects: a broken workspace is told row by row. */
export async function checkHealth(options: WorkspaceOptions, probes: HealthProbes): Promise<HealthRow[]> {
  const root = workspaceRoot(options)
  const { rows, workspace } = configHealth(root, options)
  if (workspace) rows.push(...databaseHealth(workspace))
  const asked = await Promise.all([
    ...(workspace ? [foundryHealth(workspace)] : []),
    ffmpegHealth(workspace?.config.media, probes),
    ...(workspace?.config.comfyui.servers ?? []).map((server) => serverHealth(server, probes)),
  ])
  return [...rows, ...asked, ...workflowHealth(root, probes)]
}

function configHealth(root: string, options: WorkspaceOptions): { rows: HealthRow[]; workspace: Workspace | null } {
  const rows: HealthRow[] = []
  try {
    const env = environmentOf(root, options)
    for (const other of ENVIRONMENTS.filter((name) => name !== env)) {
      rows.push(
        ...configProblems(other, 'warning', () => loadConfig({ root, env: other, processEnv: options.processEnv })),
      )
    }
    const workspace = openWorkspace({ ...options, root, env })
    rows.unshift(
      {
        area: 'config',
        name: env,
        state: 'ok',
        detail: `${workspace.root}, ${workspace.config.environment.description}`,
      },
      ...workspace.warnings.map((detail): HealthRow => ({ area: 'config', name: env, state: 'warning', detail })),
    )
    return { rows, workspace }
  } catch (error: unknown) {
    const failures = configProblems(options.env ?? 'workspace', 'failed', () => {
      throw error
    })
    return { rows: [...failures, ...rows], workspace: null }
  }
}

function configProblems(name: string, state: 'warning' | 'failed', load: () => unknown): HealthRow[] {
  try {
    load()
    return [{ area: 'config', name, state: 'ok', detail: 'can be switched to' }]
  } catch (error: unknown) {
    const problems =
      error instanceof AppError && Array.isArray(error.data.problems) ? (error.data.problems as unknown[]) : []
    return problems.length === 0
      ? [failure('config', name, error, state)]
      : problems.map((problem) => ({ area: 'config', name, state, detail: String(problem) }))
  }
}

async function foundryHealth(workspace: Workspace): Promise<HealthRow> {
  const name = workspace.relative(workspace.foundryDir)
  try {
    await access(workspace.foundryDir, constants.W_OK)
    const { bavail, bsize } = await statfs(workspace.foundryDir)
    return { area: 'foundry', name, ...freeSpace(bavail * bsize) }
  } catch (error: unknown) {
    const remedy = 'Make the folder, or let your user write there.'
    return { area: 'foundry', name, state: 'failed', detail: `cannot be written (${messageOf(error)})`, remedy }
  }
}

/** What a free space of this size means for a production. */
export function freeSpace(bytes: number): Pick<HealthRow, 'state' | 'detail' | 'remedy'> {
  const detail = `writable, ${(bytes / GIGABYTE).toFixed(1)} GB free`
  if (bytes >= LOW_SPACE_BYTES) return { state: 'ok', detail }
  return { state: bytes < NO_SPACE_BYTES ? 'failed' : 'warning', detail, remedy: 'Free some space on its disk.' }
}

async function ffmpegHealth(media: Config['media'] | undefined, probes: HealthProbes): Promise<HealthRow> {
  try {
    const found = await probes.locateFfmpeg({ ffmpegPath: media?.ffmpeg_path, ffprobePath: media?.ffprobe_path })
    return { area: 'ffmpeg', name: 'ffmpeg', state: 'ok', detail: `${found.version}, ${found.ffmpeg}` }
  } catch (error: unknown) {
    return failure('ffmpeg', 'ffmpeg', error)
  }
}

async function serverHealth(server: ServerConfig, probes: HealthProbes): Promise<HealthRow> {
  if (server.enabled === false) return { area: 'server', name: server.name, state: 'ok', detail: 'switched off' }
  try {
    return { area: 'server', name: server.name, state: 'ok', detail: await probes.probeServer(server) }
  } catch (error: unknown) {
    return failure('server', server.name, error)
  }
}

function workflowHealth(root: string, probes: HealthProbes): HealthRow[] {
  try {
    return probes.listWorkflows(root).map(({ workflowId, description, problems }) => ({
      area: 'workflow',
      name: workflowId,
      state: problems.length === 0 ? 'ok' : 'failed',
      detail: problems.length === 0 ? description : problems.join('; '),
    }))
  } catch (error: unknown) {
    return [failure('workflow', 'config/workflows.yaml', error)]
  }
}

function failure(
  area: HealthRow['area'],
  name: string,
  error: unknown,
  state: 'warning' | 'failed' = 'failed',
): HealthRow {
  return { area, name, state, detail: messageOf(error) }
}
