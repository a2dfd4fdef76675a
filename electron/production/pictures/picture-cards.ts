import type { Picture } from '#electron/database/repositories/picture.ts'
import { workflowLabel } from '#electron/comfyui/workflows/workflow-label.ts'
import type { Job } from '#shared/models/job.ts'
import type { PictureCard, PictureStatus, PromptAuthor } from '#shared/models/picture.ts'
import { reasonOf } from '../job-reason.ts'
import type { ProductionServices } from '../step.ts'
import { bestOf } from './title-cover.ts'

const AUTHORS: readonly unknown[] = ['rules', 'service', 'producer'] satisfies PromptAuthor[]
const VERSION_LENGTH = 12

/** Pictures as the Pictures tab shows them; `candidates` are all of one place. */
export function pictureCards(
  candidates: readonly Picture[],
  rooms: Pick<ProductionServices, 'database' | 'workflows'>,
): PictureCard[] {
  const best = bestOf(candidates)
  return candidates.map((picture) => {
    const { id, bookId, kind, chapterIndex, paragraphIndex, origin, prompt, styleId, seed, file, createdAt } = picture
    const job = picture.jobId === null ? null : rooms.database.jobs.get(picture.jobId)
    const promptBy = promptAuthorOf(job)
    const status = statusOf(picture, job)
    return {
      ...{ id, bookId, kind, chapterIndex, paragraphIndex, origin, prompt, styleId, seed, createdAt },
      ...(promptBy !== null && { promptBy }),
      status,
      workflowLabel: labelOf(picture, rooms),
      isChosen: picture.id === best?.id,
      widthPx: file?.widthPx ?? null,
      heightPx: file?.heightPx ?? null,
      version: file?.sha256.slice(0, VERSION_LENGTH) ?? '0',
      error: status === 'failed' ? reasonOf(job) : null,
    }
  })
}

function statusOf({ file }: Picture, job: Job | null): PictureStatus {
  if (file !== null) return 'done'
  if (job === null || job.status === 'pending') return 'waiting'
  // A job that is done has a file on its way into the row.
  return job.status === 'failed' ? 'failed' : 'drawing'
}

/** Who wrote the prompt of the picture that a job draws; null where none was written. */
export function promptAuthorOf(job: Job | null): PromptAuthor | null {
  const author = job?.metadata['promptBy']
  return AUTHORS.includes(author) ? (author as PromptAuthor) : null
}

function labelOf({ workflowId }: Picture, { workflows }: Pick<ProductionServices, 'workflows'>): string | null {
  if (workflowId === null) return null
  return workflowLabel(workflows.list().find((one) => one.workflowId === workflowId) ?? { workflowId, description: '' })
}
