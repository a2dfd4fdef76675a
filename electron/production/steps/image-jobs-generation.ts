import type { Picture } from '#electron/database/repositories/picture.ts'
import { addDrawing, requeueDrawing } from '../pictures/add-drawing.ts'
import { promptAuthorOf } from '../pictures/picture-cards.ts'
import { PromptDesk } from '../pictures/prompt-desk.ts'
import { reconcilePicture } from '../pictures/settle-pictures.ts'
import { draftFor, isThere, wantedPictures } from '../pictures/wanted-pictures.ts'
import type { StepContext } from '../step.ts'
import { Stopped } from '../stopped.ts'

/** Queues the pictures that are missing: the title's cover, and the scenes of its videos. */
export async function imageJobsGeneration(context: StepContext): Promise<void> {
  const { database, productionId, title, agent } = context
  const prompts = new PromptDesk(context)
  const wanted = await wantedPictures(context, prompts)
  for (const place of wanted) {
    if (context.signal.aborted) throw new Stopped()
    const known = await Promise.all(place.candidates.map((picture) => reconcilePicture(context, picture)))
    const candidates = known.filter((picture) => picture !== null)
    if (isThere({ candidates })) continue
    const [first] = candidates
    if (first !== undefined) {
      await keepGoing(context, first)
      continue
    }
    const { picture, promptBy } = await draftFor(context, prompts, place)
    await addDrawing(context, picture, { title, productionId, promptBy })
  }
  database.productions.update(productionId, { totalImageJobs: wanted.length })
  agent.wake()
}

/** Has a candidate drawn that is on its way already, or that failed; the job of a production that stands still would never come. */
async function keepGoing(context: StepContext, picture: Picture): Promise<void> {
  const { database, productionId, title } = context
  const job = picture.jobId === null ? null : database.jobs.get(picture.jobId)
  const owner = job?.productionId ?? null
  const isOwn = owner === null || owner === productionId
  if (job !== null && isOwn) {
    if (job.status === 'failed') database.jobs.retry(job.id)
    return
  }
  const isRunning = owner !== null && ['pending', 'processing'].includes(database.productions.get(owner)?.status ?? '')
  if (job !== null && isRunning && job.status !== 'failed') return
  await requeueDrawing(context, picture, { title, productionId, promptBy: promptAuthorOf(job) })
}
