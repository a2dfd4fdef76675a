import type { LevelAim } from '#shared/models/delivery-profile.ts'
import type { SoundMeasures } from '#shared/models/release.ts'

/** What is done to a chapter's sound besides the high-pass. */
export interface Mastering {
  gainDb: number
  /** True peaks are held below it; null where none comes near. */
  ceilingDbtp: number | null
}

/** A correction of one chapter, from what was measured in its finished file. */
export interface Trim {
  gainDb: number
  ceilingDb: number
}

export const NO_TRIM: Trim = { gainDb: 0, ceilingDb: 0 }

type Levels = Pick<SoundMeasures, 'rmsDbfs' | 'loudnessLufs' | 'truePeakDbtp'>

/** More would only bring up noise: a chapter that needs it is not speech. */
const MOST_GAIN_DB = 30
/** Peaks that are this far from the ceiling are left to themselves. */
const SPARE_DB = 0.1
/** A limiter that takes off more than this changes the level that was aimed at. */
const HEAVY_DB = 2

/** The gain that brings measured sound to the aim, and a ceiling where its peaks would pass it. */
export function planMaster(found: Levels, aim: LevelAim | null, trim: Trim): Mastering {
  const level = aim?.metric === 'rms' ? found.rmsDbfs : found.loudnessLufs
  if (aim === null || level === null) return { gainDb: 0, ceilingDbtp: null }
  const gainDb = hundredths(Math.min(MOST_GAIN_DB, aim.level - level + trim.gainDb))
  const ceilingDbtp = hundredths(aim.peakDbtp + trim.ceilingDb)
  const peakDbtp = (found.truePeakDbtp ?? -Infinity) + gainDb
  return { gainDb, ceilingDbtp: peakDbtp > ceilingDbtp - SPARE_DB ? ceilingDbtp : null }
}

/** True when so much is limited that the level has to be measured once more behind the limiter. */
export function isLimitedHard(found: Levels, { gainDb, ceilingDbtp }: Mastering): boolean {
  return ceilingDbtp !== null && (found.truePeakDbtp ?? -Infinity) + gainDb - ceilingDbtp > HEAVY_DB
}

/** The same with what the limiter has taken from the level given back; `limited` was measured behind it. */
export function makeUp(mastering: Mastering, limited: Levels, aim: LevelAim, trim: Trim): Mastering {
  const level = aim.metric === 'rms' ? limited.rmsDbfs : limited.loudnessLufs
  const missingDb = level === null ? 0 : Math.max(0, aim.level + trim.gainDb - level)
  return { ...mastering, gainDb: hundredths(mastering.gainDb + missingDb) }
}

/** Numbers that go into arguments are the same on every machine. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
