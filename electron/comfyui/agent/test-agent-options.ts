import { readFile } from 'node:fs/promises'
import { openWorkspace } from '#electron/config/workspace.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import type { AgentLimits, AgentOptions } from './agent.ts'
import { JobPlaces } from './job-places.ts'
import { loadWorkflows } from '../workflows/workflow-registry.ts'

/** Patience of seconds would make tests of failures slow; the proportions are those of real servers. */
const QUICK: Partial<AgentLimits> = {
  lostAfterMs: 100,
  cancelGraceMs: 400,
  reconnect: { firstMs: 20, maxMs: 100 },
  refusedAfterMs: 200,
  goneAfterMs: 2000,
  healthMs: 100,
  rest: { firstMs: 100, maxMs: 400 },
  retry: { firstMs: 5, maxMs: 50 },
}

/** An agent's options on such a stage. */
export function agentOptions(
  root: string,
  url: string,
  database: AgentOptions['database'],
  overrides: Partial<AgentOptions> = {},
): AgentOptions {
  return {
    database,
    servers: [{ name: 'test', url, slots: 1 }],
    workflows: loadWorkflows(root),
    places: new JobPlaces(openWorkspace({ root, env: 'alpha', processEnv: {} })),
    checkOutput: async (file) => ({ sizeBytes: (await readFile(file)).byteLength }),
    timeoutSeconds: 20,
    pollIntervalMs: 50,
    logger: SILENT_LOGGER,
    ...overrides,
    limits: { ...QUICK, ...overrides.limits },
  }
}
