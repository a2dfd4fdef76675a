import { PromptDesk } from '../pictures/prompt-desk.ts'
import { draftFor, isThere, wantedPictures } from '../pictures/wanted-pictures.ts'
import type { StepContext } from '../step.ts'
import { Stopped } from '../stopped.ts'

/** Has the prompts written for pictures that are missing; what a service wrote is kept, and the rules write the same again. */
export async function imagePrompts(context: StepContext): Promise<void> {
  const { database, productionId } = context
  const prompts = new PromptDesk(context)
  const authors = new Map<string, number>()
  for (const wanted of await wantedPictures(context, prompts)) {
    if (context.signal.aborted) throw new Stopped()
    if (isThere(wanted) || wanted.candidates.length > 0) continue
    const { promptBy } = await draftFor(context, prompts, wanted)
    if (promptBy !== null) authors.set(promptBy, (authors.get(promptBy) ?? 0) + 1)
  }
  for (const [author, count] of authors) {
    const by = author === 'service' ? 'the service of the configuration' : 'rules on this machine'
    database.productionLog.add(
      productionId,
      'info',
      `Prompts of ${count === 1 ? 'one picture' : `${count} pictures`}: written by ${by}.`,
    )
  }
}
