import type { Production, Step } from '#shared/models/production.ts'

/** Shares of a production's time, as measured on whole books; the steps that are not named take none. */
const SHARES: Partial<Record<Step, number>> = {
  parse_novel: 0.01,
  audio_generation: 0.86,
  audio_files_moved: 0.01,
  image_generation: 0.02,
  audio_combination: 0.1,
}

/**
 * How far a production is as a whole, 0–1.
 *
 * `valueOf` tells how far a step is that is neither done nor untouched.
 */
export function progressOf(
  { status, steps }: Pick<Production, 'status' | 'steps'>,
  valueOf: (step: Step) => number,
): number {
  if (status === 'completed') return 1
  return Object.entries(SHARES).reduce((sum, [name, share]) => {
    const step = name as Step
    return sum + share * (steps[step] === 'completed' ? 1 : valueOf(step))
  }, 0)
}
