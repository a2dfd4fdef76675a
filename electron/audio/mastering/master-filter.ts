import type { Mastering } from './plan-master.ts'

/** Below any voice: rumble, and the steps of badly rendered edges. */
const HIGH_PASS_HZ = 70
/** Between two samples a wave may rise above both; at four times the rate that is less than 0.2 dB. */
const OVERSAMPLING = 4
const LIMITER = 'attack=5:release=60:level=0'
/** Uniform noise between −½ and ½ has this RMS. */
const UNIFORM_RMS = 1 / Math.sqrt(12)
const FULL_SCALE = 32_768

/** What sound passes before its level is measured and changed. */
export const SHAPING_FILTER = `aformat=sample_fmts=fltp,highpass=f=${HIGH_PASS_HZ}`

/** Shaping, gain and limiter, for an input of `rateHz`; the output may have a higher rate. */
export function levelFilter(rateHz: number, { gainDb, ceilingDbtp }: Mastering): string {
  const gained = `${SHAPING_FILTER},volume=${gainDb.toFixed(2)}dB`
  if (ceilingDbtp === null) return gained
  const limit = (10 ** (ceilingDbtp / 20)).toFixed(6)
  return `${gained},aresample=${rateHz * OVERSAMPLING},alimiter=limit=${limit}:${LIMITER}`
}

/**
 * The whole chain from a chapter's source at `rateHz` to what encoders are given.
 *
 * Room tone is the resampler's dither, scaled up: it costs nothing and is the same in every run, where a noise source
 * and a mixer take as long as the AAC encoder. It is added at the input's rate, since noise above the speech's band
 * takes bits from the speech and made encoding a fifth slower.
 */
export function masterFilter(
  rateHz: number,
  mastering: Mastering,
  settings: { roomToneDbfs: number; sampleRateHz: number },
): string {
  const scale = (FULL_SCALE * 10 ** (settings.roomToneDbfs / 20)) / UNIFORM_RMS
  const dither = `tsf=fltp:osf=s16:dither_method=rectangular:dither_scale=${scale.toFixed(3)}`
  // Left open, the format would follow from which codecs are encoded at once, and so would the sound.
  const encoded = `aresample=${settings.sampleRateHz}:osf=fltp`
  return `${levelFilter(rateHz, mastering)},aresample=${rateHz}:${dither},${encoded}`
}
