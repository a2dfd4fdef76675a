import { z } from 'zod'
import { NAMING_RULES, RELEASE_LAYOUTS, SOURCE_GRADES } from '#shared/models/delivery-profile.ts'
import { DELIVERY_FORMATS } from '#shared/models/production.ts'

// Each description completes "allowed: …" in an error.
const text = () => z.string().min(1).max(500).describe('a text of at most 500 characters')
const flag = () => z.boolean().describe('true or false')
const between = (min: number, max: number) => z.number().min(min).max(max).describe(`a number from ${min} to ${max}`)
const whole = (min: number, max: number) => z.int().min(min).max(max).describe(`a whole number from ${min} to ${max}`)
const oneOf = <const Word extends string>(values: readonly [Word, ...Word[]]) =>
  z.enum(values).describe(`one of ${values.join(', ')}`)
const oneNumberOf = (values: readonly [number, ...number[]]) =>
  z.literal(values).describe(`one of ${values.join(', ')}`)
const list = <Item extends z.ZodType>(item: Item, allowed: string) =>
  z.array(item).min(1).describe(`a list of ${allowed}`)

const source = {
  source: text().optional(),
  grade: oneOf(SOURCE_GRADES).optional(),
  seen: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .describe('a month such as 2026-11')
    .optional(),
}
const bound = between(-1_000_000_000, 1_000_000_000).optional()
const range = z.object({ min: bound, max: bound, ...source }).optional()
const pixels = whole(100, 10_000)
const mp3Kbps = oneNumberOf([32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320])
const sampleRate = oneNumberOf([22_050, 24_000, 32_000, 44_100, 48_000])

const measures = z.object({
  rms_dbfs: range,
  loudness_lufs: range,
  loudness_range_lu: range,
  true_peak_dbtp: range,
  sample_peak_dbfs: range,
  noise_floor_dbfs: range,
  head_ms: range,
  tail_ms: range,
  digital_silence_ms: range,
  clipped_samples: range,
  dc_offset: range,
  duration_ms: range,
})

const LIMIT_NAMES = [
  ...(Object.keys(measures.shape) as (keyof typeof measures.shape)[]),
  'bit_rate_kbps',
  'sample_rate_hz',
  'channels',
  'codecs',
  'tags',
  'chapter_marks',
  'name',
  'embedded_cover',
  'cover',
  'credits',
  'sample',
  'title_ms',
] as const

const limits = z.object({
  without: list(z.enum(LIMIT_NAMES), `limits to drop: ${LIMIT_NAMES.join(', ')}`).optional(),
  measures: measures.optional(),
  bit_rate_kbps: z
    .object({ min: bound, max: bound, stereo_min: bound, is_constant: flag().optional(), ...source })
    .optional(),
  sample_rate_hz: z.object({ allowed: list(whole(8000, 384_000), 'rates in Hz'), ...source }).optional(),
  channels: z
    .object({
      allowed: list(z.enum(['mono', 'stereo']), 'mono, stereo or both'),
      is_uniform: flag().optional(),
      ...source,
    })
    .optional(),
  codecs: z.object({ allowed: list(text(), 'codecs such as mp3, aac, flac, opus'), ...source }).optional(),
  tags: z.object({ required: list(text(), 'tags such as title, artist, album'), ...source }).optional(),
  cover: z.object({ min_px: pixels, max_px: pixels.optional(), is_square: flag().optional(), ...source }).optional(),
  title_ms: range,
})

const ownProfile = z.object({
  extends: text().describe('the id of a profile of the studio, or of one further up in this file'),
  name: z.string().min(1).max(60).describe('a text of at most 60 characters').optional(),
  description: text().optional(),
  formats: list(z.enum(DELIVERY_FORMATS), DELIVERY_FORMATS.join(', ')).optional(),
  level: z
    .object({
      metric: oneOf(['lufs', 'rms']).optional(),
      level: between(-40, -10).optional(),
      peak_dbtp: between(-20, 0).optional(),
    })
    .optional(),
  head_ms: whole(0, 20_000).optional(),
  tail_ms: whole(0, 20_000).optional(),
  sample_rate_hz: sampleRate.optional(),
  aac_kbps: whole(32, 320).optional(),
  mp3_kbps: mp3Kbps.optional(),
  opus_kbps: whole(16, 256).optional(),
  max_part_hours: between(0.1, 100).optional(),
  naming: oneOf(NAMING_RULES).optional(),
  layout: oneOf(RELEASE_LAYOUTS).optional(),
  credits: oneOf(['inside', 'files']).optional(),
  sample_max_ms: whole(0, 3_600_000).describe('a whole number from 0 to 3600000; 0 is none').optional(),
  cover_px: whole(0, 10_000).describe('a whole number from 0 to 10000; 0 is none').optional(),
  tags: oneOf(['full', 'short']).optional(),
  limits: limits.optional(),
  policy: z
    .object({
      light: oneOf(['green', 'amber', 'red']).optional(),
      rule: text().optional(),
      conflict: text().optional(),
      ...source,
    })
    .optional(),
})

/** `config/profiles.yaml`: profiles of one's own by their ids, each as changes of another. */
export const OwnProfilesSchema = z.object({
  profiles: z.record(z.string(), ownProfile).describe('profiles by their ids'),
})

/** A producer's own profile as the file has it. */
export type OwnProfile = z.infer<typeof ownProfile>

/** What it changes of the one that it extends. */
export type OwnChanges = Omit<OwnProfile, 'extends'>
