import { buildFormats } from '../production-edition.ts'
import type { StepContext } from '../step.ts'

/** Times every sentence and writes subtitles and the read-along. */
export async function subtitleGeneration(context: StepContext): Promise<void> {
  await buildFormats(context, ['srt', 'vtt', 'epub'])
}
