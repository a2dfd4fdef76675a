import { AppError } from '#shared/models/app-error.ts'
import { reasonOf } from '../job-reason.ts'
import { awaitPictures } from '../pictures/await-pictures.ts'
import { PromptDesk } from '../pictures/prompt-desk.ts'
import { planReleaseCover, releaseCover } from '../pictures/release-cover.ts'
import { isThere, wantedPictures, type WantedPicture } from '../pictures/wanted-pictures.ts'
import type { StepContext } from '../step.ts'
import { Stopped } from '../stopped.ts'

/** Players show covers at most this large. */
const PLAYER_PX = 1400

/** Waits for the pictures, takes them in, and notes which one is the cover. Throws `production.coverFailed`; a scene that fails is noted. */
export async function imageGeneration(context: StepContext): Promise<void> {
  const { database, productionId } = context
  const prompts = new PromptDesk(context)
  const wanted = await wantedPictures(context, prompts)
  const open = wanted.filter((place) => !isThere(place))
  await awaitPictures(context, open)
  const missing = (await wantedPictures(context, prompts)).filter((place) => !isThere(place))
  for (const place of missing) noteMissing(context, place)
  database.productions.update(productionId, {
    imageJobsCompleted: wanted.length - missing.length,
    metadata: { coverPath: await deliveredCover(context) },
  })
}

/** A cover that is set in type is delivered as it is, any other one as players show it; each is named by its content. */
async function deliveredCover(context: StepContext): Promise<string> {
  const { title, narrator, signal } = context
  const request = { title, narratorName: narrator.name, widthPx: PLAYER_PX, heightPx: PLAYER_PX }
  const { recipe, source } = await planReleaseCover(context, request)
  if (recipe.source.kind === 'drawing') return source
  const cover = await releaseCover(context, request, signal).catch((error: unknown) => {
    throw signal.aborted ? new Stopped() : error
  })
  return cover.path
}

/** A video goes on with the picture before; without a cover nothing can be delivered. */
function noteMissing({ database, productionId, chapterName }: StepContext, wanted: WantedPicture): void {
  const [picture] = wanted.candidates
  const jobId = picture?.jobId ?? null
  const job = jobId === null ? null : database.jobs.get(jobId)
  if (wanted.kind === 'cover') {
    throw new AppError(
      'production.coverFailed',
      `The cover could not be made: ${reasonOf(job)} Produce again to retry it.`,
    )
  }
  const place = `${chapterName(wanted.chapterIndex)}, paragraph ${wanted.paragraphIndex}`
  const message = `The scene of ${place} could not be drawn: ${reasonOf(job)} The picture before it is shown longer.`
  database.productionLog.add(productionId, 'warn', message)
}
