import type { VoiceParameter } from '#shared/models/narrator-card.ts'

/** More places than a hand can tell apart on a slider. */
const MOST_STEPS = 400
/** A range up to here is one that means something; packs say 2^32 where they mean that there is none. */
const LARGEST_BOUND = 100_000

/** How a number's range is shown: in words, null where it says nothing, and whether a slider suits it. */
export function rangeOf({
  min,
  max,
  step,
}: Pick<Extract<VoiceParameter, { kind: 'number' }>, 'min' | 'max' | 'step'>): {
  words: string | null
  hasSlider: boolean
} {
  if (Math.max(Math.abs(min), Math.abs(max)) > LARGEST_BOUND) return { words: null, hasSlider: false }
  return { words: `${min} to ${max}`, hasSlider: (max - min) / step <= MOST_STEPS }
}
