/** Steps of 100 ms: blocks of 400 ms overlap by three quarters, those of 3 s come ten a second. */
const BLOCK_STEPS = 4
export const SHORT_TERM_STEPS = 30
const ABSOLUTE_GATE_LUFS = -70
const LOUDNESS_GATE_LU = -10
const RANGE_GATE_LU = -20
const RANGE_SHARES = { low: 0.1, high: 0.95 }

/** Loudness of K-weighted power, the sum of the channels' mean squares. */
export function lufs(power: number): number {
  return -0.691 + 10 * Math.log10(power)
}

/** Integrated loudness by ITU-R BS.1770-4 from the power of each 100 ms; null where nothing is above the absolute gate. */
export function integratedLoudness(powers: Float32Array): number | null {
  const gated = aboveGates(slidingMeans(powers, BLOCK_STEPS), LOUDNESS_GATE_LU)
  return gated.length === 0 ? null : lufs(mean(gated))
}

/** Loudness range by EBU Tech 3342; null where no three seconds are above the absolute gate. */
export function loudnessRange(powers: Float32Array): number | null {
  const sorted = aboveGates(slidingMeans(powers, SHORT_TERM_STEPS), RANGE_GATE_LU).sort()
  if (sorted.length === 0) return null
  const at = (share: number) => lufs(sorted[Math.max(0, Math.round(sorted.length * share) - 1)] ?? 0)
  return at(RANGE_SHARES.high) - at(RANGE_SHARES.low)
}

/** Means of `steps` neighbours; element i is of those from i on. */
export function slidingMeans(powers: Float32Array, steps: number): Float64Array {
  const means = new Float64Array(Math.max(0, powers.length - steps + 1))
  for (let at = 0; at < means.length; at++) {
    let sum = 0
    for (let step = at; step < at + steps; step++) sum += powers[step] as number
    means[at] = sum / steps
  }
  return means
}

/** What is above the absolute gate, then above the one relative to the mean of that. */
function aboveGates(powers: Float64Array, relativeLu: number): Float64Array {
  const audible = powers.filter((power) => lufs(power) > ABSOLUTE_GATE_LUFS)
  const threshold = mean(audible) * 10 ** (relativeLu / 10)
  return audible.filter((power) => power > threshold)
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
