import type { Logger } from '#electron/log/logger.ts'
import type { Agent } from '#electron/comfyui/agent/agent.ts'
import type { WorkflowRegistry } from '#electron/comfyui/workflows/workflow-registry.ts'
import type { Workspace } from '#electron/config/workspace.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import type { SoundMeasurer } from '#electron/audio/measuring/sound-measurer.ts'
import type { Foundry } from '#electron/library/foundry.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import type { Production } from '#shared/models/production.ts'
import type { Title } from '#shared/models/title.ts'
import type { CreditNames } from './credits.ts'
import type { ProductionProgress } from './progress.ts'

/** The rooms that a production works with. */
export interface ProductionServices {
  workspace: Workspace
  database: Database
  foundry: Foundry
  workflows: WorkflowRegistry
  agent: Pick<Agent, 'onJob' | 'wake'>
  ffmpeg: Ffmpeg
  measurer: SoundMeasurer
  log: Logger
}

/** What a step sees. It reads its production's row anew when it needs what an earlier step wrote. */
export interface StepContext extends ProductionServices {
  productionId: number
  title: Title
  narrator: Narrator
  signal: AbortSignal
  report(progress: Omit<ProductionProgress, 'step'>): void
  /** The chapters and chunks of the production are others now. */
  replanned(): void
  production: () => Production
  /** The title of a chapter by its index, for progress lines. */
  chapterName: (index: number) => string
}

/**
 * Does one step of a production.
 *
 * Promises to be idempotent: run again after it was finished, killed or aborted, it does only what is missing.
 */
export type RunStep = (context: StepContext) => Promise<void> | void

/** The names that the credits are made of. */
export function creditNames({ title, narrator }: Pick<StepContext, 'title' | 'narrator'>): CreditNames {
  return { title: title.title, author: title.author, narrator: narrator.name, language: title.language }
}
