/** Ten milliseconds of sound, summed up; one object is filled again and again. */
export interface Hop {
  frames: number
  channels: number
  /** Sum of squares over all channels, as it is and K-weighted. */
  energy: number
  weightedEnergy: number
  /** Sum of the samples of each channel. */
  sums: Float64Array
  peak: number
  /** The true peak where it exceeds what was asked for, else any lower value. */
  truePeak: number
  /** First and last frame at or above -50 dBFS, -1 without one. */
  firstLoud: number
  lastLoud: number
  /** Samples that lie in runs at full scale. */
  clipped: number
  /** Frames of the longest run of zeros that ends in this hop or goes on after it, with its part before the hop. */
  zeroRun: number
  /** Frame behind that run. */
  zeroRunEnd: number
}

export const HOPS_A_SECOND = 100
export const HOP_MS = 1000 / HOPS_A_SECOND

/** Where a hop begins; at 22 050 Hz and the like hops differ by one frame. */
export function hopStart(index: number, sampleRateHz: number): number {
  return Math.floor((index * sampleRateHz) / HOPS_A_SECOND)
}
