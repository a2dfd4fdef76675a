import { AppError } from '#shared/models/app-error.ts'
import type { SoundMeasures } from './sound-meter.ts'

/** How long a voice sample may be, and what models clone best from. */
const LENGTH_MS = { least: 3000, most: 60_000, bestFrom: 6000, bestTo: 30_000 }
const SILENT_BELOW_DBFS = -60
const QUIET_BELOW_DBFS = -40
const LOUD_ABOVE_DBFS = -10
const OVERDRIVEN_SHARE = 0.005
const MANY_PAUSES_SHARE = 0.5
/** Speech in a quiet room lies 40 dB and more above the room. */
const NOISY_BELOW_DB = 15
const LOW_RATE_HZ = 16_000

/**
 * What a producer should know about a recording that can be used, a sentence each.
 *
 * Throws `sample.silent`, `sample.tooShort`, `sample.tooLong` or `sample.clipped` for one that cannot.
 */
export function judgeSample(measures: SoundMeasures, { sampleRateHz }: { sampleRateHz: number }): string[] {
  const { peakDbfs, loudnessDbfs, floorDbfs, clippedShare, pauseShare } = measures
  const lengthMs = measures.soundEndMs - measures.soundStartMs
  const allowed = `A voice sample has ${LENGTH_MS.least / 1000} to ${LENGTH_MS.most / 1000} seconds`
  if (loudnessDbfs < SILENT_BELOW_DBFS) {
    const message = `Nothing can be heard: the loudest point lies at ${level(peakDbfs)}. Check the microphone and record again.`
    throw new AppError('sample.silent', message)
  }
  if (lengthMs < LENGTH_MS.least) {
    const message = `The recording has ${seconds(lengthMs)} of speech. ${allowed}. Read a few sentences more.`
    throw new AppError('sample.tooShort', message)
  }
  if (lengthMs > LENGTH_MS.most) throw tooLong(lengthMs)
  if (clippedShare > OVERDRIVEN_SHARE) {
    const message = `The recording is overdriven: ${percent(clippedShare)} of it is cut off at full scale. Record again with less gain, or farther from the microphone.`
    throw new AppError('sample.clipped', message)
  }
  const warnings: [boolean, string][] = [
    [lengthMs < LENGTH_MS.bestFrom, `It is short: ${seconds(lengthMs)}. Voices are cloned best from 6 to 30 seconds.`],
    [lengthMs > LENGTH_MS.bestTo, `It is long: ${seconds(lengthMs)}. Voices are cloned best from 6 to 30 seconds.`],
    [loudnessDbfs < QUIET_BELOW_DBFS, `It is quiet: ${level(loudnessDbfs)} on average. Go closer to the microphone.`],
    [loudnessDbfs > LOUD_ABOVE_DBFS, `It is very loud: ${level(loudnessDbfs)} on average.`],
    [clippedShare > 0, 'Some of its loudest sounds are cut off at full scale.'],
    [pauseShare > MANY_PAUSES_SHARE, `${percent(pauseShare)} of it are pauses, which a cloned voice may copy.`],
    [loudnessDbfs - floorDbfs < NOISY_BELOW_DB, 'There is noise or music behind the voice, which a clone may copy.'],
    [sampleRateHz < LOW_RATE_HZ, `It was recorded at ${sampleRateHz / 1000} kHz and sounds like a telephone.`],
  ]
  return warnings.filter(([isSo]) => isSo).map(([, warning]) => warning)
}

/** `sample.tooLong` with the length that was found. */
export function tooLong(lengthMs: number): AppError {
  const message = `The recording lasts ${seconds(lengthMs)}. A voice sample has ${LENGTH_MS.least / 1000} to ${LENGTH_MS.most / 1000} seconds. Cut out the best half minute.`
  return new AppError('sample.tooLong', message)
}

function seconds(ms: number): string {
  return ms < 120_000 ? `${(ms / 1000).toFixed(1)} seconds` : `${Math.round(ms / 60_000)} minutes`
}

function level(dbfs: number): string {
  return `${dbfs.toFixed(0).replace('-', '−')} dB`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
}
