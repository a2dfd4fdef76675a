import type { Agent } from '#electron/comfyui/agent/agent.ts'
import { missingWords } from '#shared/models/missing-parts.ts'

/** Why no server can speak with a voice model, by the node packs and models that are missing; null while one can, or may. */
export function problemOfServers(workflowId: string, agent: Pick<Agent, 'fits' | 'isLackedByAll'>): string | null {
  const missing = missingEverywhere(workflowId, agent)
  if (missing === null) return null
  return `No connected server can speak with this voice model.${missing} Make a ComfyUI server ready for it, or choose another model.`
}

/** What the server that comes nearest to a workflow lacks, as a sentence after a blank; null while one can run it, or may. */
export function missingEverywhere(workflowId: string, agent: Pick<Agent, 'fits' | 'isLackedByAll'>): string | null {
  if (!agent.isLackedByAll(workflowId)) return null
  const [nearest] = agent
    .fits(workflowId)
    .filter(({ missing }) => missing.length > 0)
    .sort((a, b) => a.missing.length - b.missing.length)
  return nearest === undefined ? '' : ` ${missingWords(nearest.missing)}.`
}
