import { sharedSamples, type Audio } from '../media.ts'

/** Speech begins where it rises above -44 dBFS; Flite's voices breathe well below that. */
const THRESHOLD = 0.006
/** Kept around the speech, so that soft consonants survive. */
const MARGIN_S = 0.04

/** Cuts the silence before and after speech to 40 ms each; a silent sound becomes empty. */
export function trimSilence(audio: Audio): Audio {
  const [samples = new Float32Array()] = audio.channels
  const first = samples.findIndex(isLoud)
  const last = samples.findLastIndex(isLoud)
  const margin = Math.round(MARGIN_S * audio.sampleRateHz)
  const start = Math.max(0, first - margin)
  const end = first < 0 ? start : Math.min(samples.length, last + 1 + margin)
  const channels = audio.channels.map((channel) => {
    const kept = sharedSamples(end - start)
    kept.set(channel.subarray(start, end))
    return kept
  })
  return { ...audio, channels }
}

function isLoud(sample: number): boolean {
  return Math.abs(sample) > THRESHOLD
}
