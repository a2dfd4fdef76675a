import type { Agent } from '#electron/comfyui/agent/agent.ts'
import { workflowLabel } from '#electron/comfyui/workflows/workflow-label.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { PictureKind, PictureMeans } from '#shared/models/picture.ts'
import { missingEverywhere } from '../missing-on-servers.ts'
import { takesPrompt, workflowFor, type PictureRooms } from './picture-jobs.ts'

type Rooms = Pick<PictureRooms, 'workspace' | 'workflows'> & { agent: Pick<Agent, 'fits' | 'isLackedByAll'> }

/** What a picture of a kind would be drawn with now. */
export function pictureMeans(kind: PictureKind, rooms: Rooms): PictureMeans {
  try {
    const workflow = workflowFor(kind, rooms)
    const manner = takesPrompt(workflow) ? 'paint' : 'type'
    const problem = problemOf(workflow.workflowId, rooms.agent)
    return { kind, manner, workflowLabel: workflowLabel(workflow), problem }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const problem = error.code === 'picture.noWorkflow' ? null : error.message
    return { kind, manner: null, workflowLabel: null, problem }
  }
}

function problemOf(workflowId: string, agent: Rooms['agent']): string | null {
  const missing = missingEverywhere(workflowId, agent)
  if (missing === null) return null
  return `No connected server can draw with this workflow.${missing} Make a ComfyUI server ready for it.`
}
