/** A second-order filter, `a0` being 1. */
interface Biquad {
  b0: number
  b1: number
  b2: number
  a1: number
  a2: number
}

/** Both stages of the K-weighting of ITU-R BS.1770 for a sample rate: the head's shelf, then the high-pass. */
export function kWeighting(sampleRateHz: number): { shelf: Biquad; highPass: Biquad } {
  return { shelf: shelf(sampleRateHz), highPass: highPass(sampleRateHz) }
}

/** The recommendation lists coefficients for 48 kHz only; these analogue figures give them, and those of any other rate. */
const SHELF = { hz: 1681.974450955533, gainDb: 3.999843853973347, q: 0.7071752369554196 }
const SHELF_BAND_EXPONENT = 0.4996667741545416
const HIGH_PASS = { hz: 38.13547087602444, q: 0.5003270373238773 }

function shelf(sampleRateHz: number): Biquad {
  const k = warp(SHELF.hz, sampleRateHz)
  const high = 10 ** (SHELF.gainDb / 20)
  const band = high ** SHELF_BAND_EXPONENT
  const a0 = 1 + k / SHELF.q + k * k
  return {
    b0: (high + (band * k) / SHELF.q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / SHELF.q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / SHELF.q + k * k) / a0,
  }
}

function highPass(sampleRateHz: number): Biquad {
  const k = warp(HIGH_PASS.hz, sampleRateHz)
  const a0 = 1 + k / HIGH_PASS.q + k * k
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / HIGH_PASS.q + k * k) / a0 }
}

/** A filter's frequency must lie below half the rate. */
function warp(hz: number, sampleRateHz: number): number {
  return Math.tan(Math.PI * Math.min(hz / sampleRateHz, 0.499))
}
