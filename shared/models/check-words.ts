import type { LimitRange } from './delivery-profile.ts'
import type { Check, CheckId } from './release.ts'

/** How a check is called and in which unit its numbers are told. */
interface CheckWords {
  label: string
  unit: string | null
  /** Of numbers in words. */
  decimals: number
}

/** In the order of the report's columns. */
export const CHECK_WORDS: Readonly<Record<CheckId, CheckWords>> = {
  unreadable: { label: 'Readable', unit: null, decimals: 0 },
  rmsDbfs: { label: 'RMS', unit: 'dB', decimals: 1 },
  loudnessLufs: { label: 'Loudness', unit: 'LUFS', decimals: 1 },
  truePeakDbtp: { label: 'True peak', unit: 'dBTP', decimals: 1 },
  samplePeakDbfs: { label: 'Sample peak', unit: 'dBFS', decimals: 1 },
  noiseFloorDbfs: { label: 'Noise floor', unit: 'dB', decimals: 1 },
  headMs: { label: 'Head', unit: 's', decimals: 2 },
  tailMs: { label: 'Tail', unit: 's', decimals: 2 },
  digitalSilenceMs: { label: 'Digital silence', unit: 's', decimals: 2 },
  clippedSamples: { label: 'Clipped samples', unit: null, decimals: 0 },
  dcOffset: { label: 'DC offset', unit: null, decimals: 4 },
  loudnessRangeLu: { label: 'Loudness range', unit: 'LU', decimals: 1 },
  durationMs: { label: 'Length', unit: null, decimals: 0 },
  codec: { label: 'Codec', unit: null, decimals: 0 },
  bitRate: { label: 'Bit rate', unit: 'kbit/s', decimals: 0 },
  constantBitRate: { label: 'Constant rate', unit: null, decimals: 0 },
  sampleRate: { label: 'Sample rate', unit: 'Hz', decimals: 0 },
  channels: { label: 'Channels', unit: null, decimals: 0 },
  tags: { label: 'Tags', unit: null, decimals: 0 },
  chapterMarks: { label: 'Chapter marks', unit: null, decimals: 0 },
  cover: { label: 'Cover', unit: null, decimals: 0 },
  name: { label: 'File name', unit: null, decimals: 0 },
  credits: { label: 'Credits', unit: null, decimals: 0 },
  sample: { label: 'Retail sample', unit: null, decimals: 0 },
  titleLength: { label: 'Whole title', unit: null, decimals: 0 },
  unchanged: { label: 'Unchanged', unit: null, decimals: 0 },
}

const IN_SECONDS: ReadonlySet<CheckId> = new Set(['headMs', 'tailMs', 'digitalSilenceMs'])
const AS_CLOCK: ReadonlySet<CheckId> = new Set(['durationMs', 'titleLength', 'sample'])

/** A value as it is told, without its unit: `−20.5`, `1.02`, `1:04:05`. */
export function valueInWords(id: CheckId, value: number): string {
  if (AS_CLOCK.has(id)) return clock(value)
  const { decimals } = CHECK_WORDS[id]
  return signed(IN_SECONDS.has(id) ? value / 1000 : value, decimals)
}

/** What was found, with its unit; a dash where there is nothing. */
export function foundInWords(
  { id, found, status }: Pick<Check, 'id' | 'found' | 'status'>,
  range: LimitRange | null = null,
): string {
  if (found === null) return '–'
  if (typeof found === 'string') return found
  const { unit } = CHECK_WORDS[id]
  const words = status === 'fail' ? tellingWords(id, found, range) : valueInWords(id, found)
  return unit === null ? words : `${words} ${unit}`
}

/** `−23 to −18 dB`, `at most −3 dBTP`, `at least 192 kbit/s`, `5:00 to 100:00:00`. */
export function limitInWords(id: CheckId, { min, max }: LimitRange): string {
  const { unit } = CHECK_WORDS[id]
  const told = (value: number) =>
    AS_CLOCK.has(id) ? clock(value) : shortest(IN_SECONDS.has(id) ? value / 1000 : value)
  const suffix = unit === null ? '' : ` ${unit}`
  if (min !== undefined && max !== undefined) return (min === max ? told(min) : `${told(min)} to ${told(max)}`) + suffix
  if (max !== undefined) return max === 0 ? `none${suffix}` : `at most ${told(max)}${suffix}`
  return min === undefined ? 'any' : `at least ${told(min)}${suffix}`
}

/** With as many decimals as show that a value lies beyond its limit, so that −18.02 is not told as −18.0. */
export function tellingWords(id: CheckId, value: number, range: LimitRange | null): string {
  const words = valueInWords(id, value)
  if (AS_CLOCK.has(id) || range === null) return words
  const scale = IN_SECONDS.has(id) ? 1000 : 1
  for (let decimals = CHECK_WORDS[id].decimals; decimals < 7; decimals++) {
    const told = Number((value / scale).toFixed(decimals)) * scale
    if (told < (range.min ?? -Infinity) || told > (range.max ?? Infinity)) return signed(value / scale, decimals)
  }
  return words
}

/** `4:05`, `1:04:05`. */
export function clock(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/** With the minus sign that stands on a level with figures. */
export function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

function shortest(value: number): string {
  return value < 0 ? `−${-value}` : String(value)
}
