import { buildFormats } from '../production-edition.ts'
import type { StepContext } from '../step.ts'

/** Makes a video of each part. */
export async function videoGeneration(context: StepContext): Promise<void> {
  const { files } = await buildFormats(context, ['video'])
  const totalVideosCreated = files.filter(({ kind }) => kind === 'video').length
  context.database.productions.update(context.productionId, { totalVideosCreated })
}
