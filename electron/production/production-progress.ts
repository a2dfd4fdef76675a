import type { Production, Step } from '#shared/models/production.ts'

/** What steps weigh, as measured on whole books; those that are not named weigh nothing. */
const WEIGHTS: Partial<Record<Step, number>> = {
  parse_novel: 0.01,
  audio_generation: 0.86,
  audio_files_moved: 0.01,
  image_generation: 0.02,
  audio_combination: 0.1,
  subtitle_generation: 0.01,
  video_generation: 0.04,
}

/**
 * How far a production is as a whole, 0–1.
 *
 * `valueOf` tells how far a step is that is neither done nor untouched.
 */
export function progressOf(
  { status, steps, metadata }: Pick<Production, 'status' | 'steps' | 'metadata'>,
  valueOf: (step: Step) => number,
): number {
  if (status === 'completed') return 1
  const weights = Object.entries(WEIGHTS).filter(([step]) => !metadata.skippedSteps.includes(step as Step))
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0)
  const done = weights.reduce((sum, [name, weight]) => {
    const step = name as Step
    return sum + weight * (steps[step] === 'completed' ? 1 : valueOf(step))
  }, 0)
  return done / total
}
