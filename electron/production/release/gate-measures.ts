import {
  MEASURE_NAMES,
  type DeliveryProfile,
  type LimitRange,
  type MeasureName,
} from '#shared/models/delivery-profile.ts'
import type { Check, Remedy, SoundMeasures } from '#shared/models/release.ts'
import { limitInWords, signed, tellingWords } from '#shared/models/check-words.ts'

/**
 * Where a voice begins and ends cannot be told more exactly than this: it is the measuring tolerance of head and tail.
 * All other values are judged as they were measured.
 */
export const EDGE_TOLERANCE_MS = 50

/** Judged of a file, and meaningless for a chapter within one. */
const OF_FILES: ReadonlySet<MeasureName> = new Set(['headMs', 'tailMs', 'durationMs'])

/** One check for each measure; those without a limit are notes. */
export function checkMeasures(
  { limits }: Pick<DeliveryProfile, 'limits'>,
  measures: SoundMeasures,
  isWholeFile: boolean,
): Check[] {
  return MEASURE_NAMES.map((id) => {
    const range = isWholeFile || !OF_FILES.has(id) ? limits.measures[id] : undefined
    return checkMeasure(id, measures[id], range)
  })
}

function checkMeasure(id: MeasureName, value: number | null, range: LimitRange | undefined): Check {
  const found = value === null ? null : rounded(id, value)
  if (range === undefined || (range.min === undefined && range.max === undefined)) {
    return { id, status: 'note', found, limit: null, reason: null, remedy: null }
  }
  const limit = limitInWords(id, range) + (isEdge(id) ? ` (±${EDGE_TOLERANCE_MS / 1000})` : '')
  const tolerance = isEdge(id) ? EDGE_TOLERANCE_MS : 0
  // Silence has no level: it is below every one.
  const judged = value ?? -Infinity
  const side =
    judged < (range.min ?? -Infinity) - tolerance ? 'low' : judged > (range.max ?? Infinity) + tolerance ? 'high' : null
  if (side === null) return { id, status: 'pass', found, limit, reason: null, remedy: null }
  const exact = value === null ? null : exactFound(id, value, range)
  return { id, status: 'fail', found: exact, limit, reason: reasonOf(id, side, value, range), remedy: REMEDY_OF[id] }
}

const REMEDY_OF: Readonly<Record<MeasureName, Remedy>> = {
  rmsDbfs: 'level',
  loudnessLufs: 'level',
  loudnessRangeLu: 'level',
  truePeakDbtp: 'limit',
  samplePeakDbfs: 'limit',
  noiseFloorDbfs: 'roomTone',
  headMs: 'edges',
  tailMs: 'edges',
  digitalSilenceMs: 'roomTone',
  clippedSamples: 'render',
  dcOffset: 'level',
  durationMs: 'split',
}

function reasonOf(id: MeasureName, side: 'low' | 'high', value: number | null, range: LimitRange): string {
  if (value === null) return 'There is nothing but silence, so it has no level.'
  const bound = side === 'low' ? (range.min ?? 0) : (range.max ?? 0)
  const beyond = Math.abs(value - bound)
  const decibels = `${beyond < 0.1 ? 'less than 0.1' : signed(beyond, 1)} dB`
  const seconds = `${tellingWords(id, value, range)} s`
  switch (id) {
    case 'rmsDbfs':
    case 'loudnessLufs':
      return `It is ${decibels} too ${side === 'low' ? 'quiet' : 'loud'}.`
    case 'truePeakDbtp':
    case 'samplePeakDbfs':
      return side === 'low'
        ? `Its peaks lie ${decibels} too low.`
        : `Its peaks are ${decibels} too high and may distort in another player.`
    case 'noiseFloorDbfs':
      return side === 'low'
        ? `Its pauses are ${decibels} too quiet.`
        : `Its quietest half second is ${decibels} too noisy.`
    case 'loudnessRangeLu':
      return side === 'low' ? 'Loud and quiet passages differ too little.' : 'Loud and quiet passages differ too much.'
    case 'headMs':
      return side === 'low' ? `Sound begins after ${seconds} already.` : `Sound begins only after ${seconds}.`
    case 'tailMs':
      return side === 'low'
        ? `Only ${seconds} of quiet are at the end.`
        : `${seconds} of quiet at the end are too much.`
    case 'digitalSilenceMs':
      return `${seconds} hold no sound at all, not even the noise of a room: that reads as an editing error.`
    case 'clippedSamples':
      return `${value} ${value === 1 ? 'sample is' : 'samples are'} cut off at full scale, which crackles.`
    case 'dcOffset':
      return 'The wave does not swing around zero, which costs headroom and clicks at cuts.'
    case 'durationMs':
      return side === 'low' ? 'It is too short.' : 'It is too long for one file.'
  }
}

function isEdge(id: MeasureName): boolean {
  return id === 'headMs' || id === 'tailMs'
}

/** What lies beyond a limit is told with as many figures as show it. */
function exactFound(id: MeasureName, value: number, { min = -Infinity, max = Infinity }: LimitRange): number {
  const found = rounded(id, value)
  return found < min || found > max ? found : value
}

function rounded(id: MeasureName, value: number): number {
  const decimals = id.endsWith('Ms') || id === 'clippedSamples' ? 0 : id === 'dcOffset' ? 5 : 2
  // Never −0.
  return Number(value.toFixed(decimals)) + 0
}
