import { z } from 'zod'
import { DELIVERY_FORMATS, type DeliveryFormat } from '#shared/models/production.ts'
import { PICTURE_STYLE_IDS } from '#shared/models/picture.ts'
import { LOG_LEVELS } from '#shared/models/log-level.ts'

// Each description completes "allowed: …" in an error.
const text = () => z.string().min(1).describe('a text')
const path = () => z.string().min(1).describe('a path, relative to the workspace')
const flag = () => z.boolean().describe('true or false')
const between = (min: number, max: number) => z.number().min(min).max(max).describe(`a number from ${min} to ${max}`)
const whole = (min: number, max: number) => z.int().min(min).max(max).describe(`a whole number from ${min} to ${max}`)
const oneOf = (values: readonly [number, ...number[]]) => z.literal(values).describe(`one of ${values.join(', ')}`)
const oneOfTexts = <Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values).describe(`one of ${values.join(', ')}`)
const pause = () => whole(0, 20_000)

const PAUSES = {
  clause_ms: pause(),
  chunk_ms: pause(),
  paragraph_ms: pause(),
  group_ms: pause(),
  chapter_title_ms: pause(),
  head_ms: pause(),
  tail_ms: pause(),
}

const webAddress = z
  .url({ protocol: /^https?$/ })
  .transform((url) => url.replace(/\/+$/, ''))
  .describe('an address such as http://127.0.0.1:8188')

const server = z.object({
  name: text(),
  url: z.union([z.literal('embedded'), webAddress]).describe('an address such as http://127.0.0.1:8188, or embedded'),
  slots: whole(1, 64).optional(),
  enabled: flag().optional(),
  weight: between(0.1, 100).optional(),
  labels: z
    .array(z.string().regex(/^[\w.-]{1,40}$/))
    .max(20)
    .optional()
    .describe('a list of words of letters, digits, ".", "_" and "-"'),
  headers: z
    .record(z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/), z.string().regex(/^[\t\x20-\x7e]*$/))
    .optional()
    .describe('names and values of HTTP headers'),
  // An empty variable sets none.
  token: z
    .preprocess(
      (value) => (value === '' ? undefined : value),
      z
        .string()
        .regex(/^[\x21-\x7e]+$/)
        .optional(),
    )
    .describe('a text without blanks'),
})

const servers = z
  .array(server)
  .min(1)
  .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'each server needs a name of its own')
  .refine(
    (list) => list.every(({ url, enabled }) => url !== 'embedded' || enabled !== false),
    'the built-in engine cannot be switched off: it draws the covers. Leave it out of the list, and it does nothing else',
  )
  .describe('a list of at least one server, each with name and url')

/** The levels of Python's logging, which older configurations name. */
const OLDER_LEVELS: Record<string, string> = { warning: 'warn', critical: 'error', notset: 'debug' }

const logLevel = z
  .preprocess((value) => {
    const level = typeof value === 'string' ? value.toLowerCase() : value
    return OLDER_LEVELS[String(level)] ?? level
  }, z.enum(LOG_LEVELS))
  .describe(`one of ${LOG_LEVELS.join(', ')}`)

/** Formats of older configurations that the studio does not deliver: `config.ts` warns and leaves them out. */
export const OLDER_FORMATS = ['wav', 'm4a', 'aac', 'ogg'] as const

const password = z
  // An empty variable sets none.
  .preprocess((value) => (value === '' ? undefined : value), z.string().min(12).optional())
  .describe('a text of at least 12 characters')

// An empty variable sets none.
const apiKey = z
  .preprocess(
    (value) => (value === '' ? undefined : value),
    z
      .string()
      .regex(/^[\x21-\x7e]+$/)
      .optional(),
  )
  .describe('a text without blanks, from an environment variable')

const outputFormat = z
  .preprocess(
    (value) =>
      typeof value === 'string'
        ? value
            .toLowerCase()
            .split(/[\s,]+/)
            .filter(Boolean)
        : value,
    z.array(z.enum([...DELIVERY_FORMATS, ...OLDER_FORMATS])).min(1),
  )
  .transform((formats): DeliveryFormat[] => {
    const made = DELIVERY_FORMATS.filter((format) => formats.includes(format))
    return made.length > 0 ? made : ['m4b', 'mp3']
  })
  .describe(`${DELIVERY_FORMATS.join(', ')}, or several of them`)

/** The whole configuration under the keys of the YAML files; `defaults.ts` gives every key that is not optional. */
export const ConfigSchema = z.object({
  environment: z.object({ name: text(), description: text() }),
  databases: z.object({ main: path() }),
  paths: z.object({ foundry: path(), jobs_processing: path(), jobs_finished: path() }),
  logging: z.object({ level: logLevel, file: path() }),
  comfyui: z.object({
    api_base_url: webAddress,
    servers,
    timeout_seconds: between(1, 86_400),
    retry_limit: whole(0, 100),
    default_priority: whole(1, 999),
    poll_interval_ms: whole(10, 600_000),
    max_unfetched: whole(1, 1000),
    max_batch: whole(1, 16),
  }),
  audiobook: z.object({
    chunk_size: whole(100, 2000),
    output_format: outputFormat,
    narrator_samples_path: path(),
    announce_chapters: flag(),
    max_part_hours: between(0.1, 100),
    room_tone_dbfs: between(-120, -60),
    pauses: z.object(PAUSES),
    pause_presets: z
      .record(z.string().regex(/^[\w-]{1,40}$/), z.object(PAUSES).partial())
      .describe('names of presets, each with some of the pauses'),
  }),
  images: z.object({
    cover_workflow: text(),
    picture_workflow: text().optional(),
    style: oneOfTexts(PICTURE_STYLE_IDS),
    scene_minutes: between(1, 60),
    cover_text: oneOfTexts(['drawn', 'always', 'never']),
    prompt_writer: z.object({
      url: webAddress.optional(),
      model: text().optional(),
      api_key: apiKey,
      max_calls_per_book: whole(1, 10_000),
      max_tokens_per_book: whole(100, 10_000_000),
      max_tokens: whole(50, 4000),
      timeout_seconds: between(1, 600),
      on_failure: oneOfTexts(['fail', 'rules']),
    }),
  }),
  media: z.object({
    ffmpeg_path: z.string().min(1).optional().describe('the path of a program'),
    ffprobe_path: z.string().min(1).optional().describe('the path of a program'),
    aac_kbps: whole(32, 320),
    mp3_kbps: oneOf([32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]),
    sample_rate_hz: oneOf([22_050, 24_000, 32_000, 44_100, 48_000]),
  }),
  web: z.object({ password }),
})

/** A configuration that was checked; its keys are those of the YAML files. */
export type Config = z.infer<typeof ConfigSchema>
