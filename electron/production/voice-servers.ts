import type { Agent } from '#electron/comfyui/agent/agent.ts'
import { missingWords } from '#shared/models/missing-parts.ts'

/** Why no server can speak with a voice model, by the node packs and models that are missing; null while one can, or may. */
export function problemOfServers(workflowId: string, agent: Pick<Agent, 'fits' | 'isLackedByAll'>): string | null {
  if (!agent.isLackedByAll(workflowId)) return null
  const [nearest] = agent
    .fits(workflowId)
    .filter(({ missing }) => missing.length > 0)
    .sort((a, b) => a.missing.length - b.missing.length)
  const missing = nearest === undefined ? '' : ` ${missingWords(nearest.missing)}.`
  return `No connected server can speak with this voice model.${missing} Make a ComfyUI server ready for it, or choose another model.`
}
