import { createHash } from 'node:crypto'
import { access, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LevelAim } from '#shared/models/delivery-profile.ts'
import { CODEC_EXTENSIONS, codecMark } from './codec.ts'
import type { Codec, CodecSettings } from './codec.ts'
import type { Trim } from './mastering/plan-master.ts'
import type { ChapterPlan } from './plan-chapter.ts'

/** Everything besides the takes and pauses that decides how a chapter sounds. */
export interface EncodingSettings extends CodecSettings {
  /** RMS of the noise that fills every pause and lies under the speech. */
  roomToneDbfs: number
  /** Null leaves the level as it is. */
  level: LevelAim | null
}

/** Raise it when the same inputs are to give other sound. */
const ENCODING_VERSION = 3
const KEY_CHARACTERS = 20
/** Whatever else lies there is not ours to remove. */
const NAMED_BY_KEY = /^[0-9a-f]{20}[-.]/

/** A name for what a chapter is made from: its takes and pauses; no path or time, so that it survives every move. */
export function soundKey(chapter: ChapterPlan): string {
  return hash(chapter.segments.map((segment) => (segment.kind === 'gap' ? segment.durationMs : segment.key)))
}

/** A name for a chapter as it is mastered; bit rates are in the file's name instead, since each concerns one codec only. */
export function encodingKey(chapter: ChapterPlan, settings: EncodingSettings, trim: Trim): string {
  const { sampleRateHz, roomToneDbfs, level } = settings
  const aim = level === null ? null : [level.metric, level.level, level.peakDbtp, trim.gainDb, trim.ceilingDb]
  return hash([ENCODING_VERSION, soundKey(chapter), sampleRateHz, roomToneDbfs, aim])
}

/** The file of one encoding. */
export function encodedFile(chaptersDir: string, key: string, codec: Codec, settings: CodecSettings): string {
  return join(chaptersDir, `${key}${codecMark(codec, settings)}.${CODEC_EXTENSIONS[codec]}`)
}

/** True when the file is there; files get their name only when they are whole. */
export async function isEncoded(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

/** Removes what belongs to no chapter as it is now; `keys` are those of sounds and of encodings. */
export async function pruneEncodings(chaptersDir: string, keys: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(chaptersDir)) {
    if (NAMED_BY_KEY.test(name) && !keys.has(name.slice(0, KEY_CHARACTERS))) await rm(join(chaptersDir, name))
  }
}

/** Removes encodings that cannot be used, by their keys. */
export async function removeEncodings(chaptersDir: string, keys: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(chaptersDir)) {
    if (keys.has(name.slice(0, KEY_CHARACTERS))) await rm(join(chaptersDir, name))
  }
}

function hash(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, KEY_CHARACTERS)
}
