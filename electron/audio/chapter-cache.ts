import { createHash } from 'node:crypto'
import { access, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DeliveryFormat } from '#shared/models/production.ts'
import type { EncodingSettings } from './encode-chapter.ts'
import type { ChapterPlan } from './plan-chapter.ts'

/** Raise it when the same inputs are to give other sound. */
const ENCODING_VERSION = 1
const KEY_CHARACTERS = 20

/**
 * A name for everything that a chapter's encodings are made from; no path or time, so that it survives every move.
 *
 * Bit rates are in the file's name instead, since each concerns one format only.
 */
export function encodingKey(chapter: ChapterPlan, { sampleRateHz, roomToneDbfs }: EncodingSettings): string {
  const sounds = chapter.segments.map((segment) => (segment.kind === 'gap' ? segment.durationMs : segment.key))
  const made = JSON.stringify([ENCODING_VERSION, sampleRateHz, roomToneDbfs, sounds])
  return createHash('sha256').update(made).digest('hex').slice(0, KEY_CHARACTERS)
}

/** The file of one encoding. */
export function encodedFile(
  chaptersDir: string,
  key: string,
  format: DeliveryFormat,
  settings: EncodingSettings,
): string {
  return join(chaptersDir, format === 'm4b' ? `${key}-${settings.aacKbps}.aac` : `${key}-${settings.mp3Kbps}.mp3`)
}

/** True when the file is there; files get their name only when they are whole. */
export async function isEncoded(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

/** Removes the encodings of chapters that are no longer as they were. */
export async function pruneEncodings(chaptersDir: string, keys: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(chaptersDir)) {
    if (!keys.has(name.slice(0, KEY_CHARACTERS))) await rm(join(chaptersDir, name))
  }
}
