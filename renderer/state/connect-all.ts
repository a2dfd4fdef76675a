import { useActivity } from './activity.ts'
import { useAuditions } from './auditions.ts'
import { useImports } from './imports.ts'
import { useNarrators } from './narrators.ts'
import { connectMediaKeys } from './player.ts'
import { useProductions } from './productions.ts'
import { useServers } from './servers.ts'
import { connectStudio } from './studio.ts'
import { useTitles } from './titles.ts'
import { connectWorkflowTrials } from './workflow-trials.ts'

/** Lets every store follow the studio; call it once. */
export function connectAll(): void {
  connectStudio()
  const stores = [useActivity, useTitles, useProductions, useImports, useNarrators, useServers, useAuditions]
  for (const store of stores) store.open()
  connectWorkflowTrials()
  connectMediaKeys()
}
