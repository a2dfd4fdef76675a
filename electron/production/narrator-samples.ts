import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { makeVoiceSample } from '#electron/audio/voice-sample.ts'
import { readWaveform } from '#electron/audio/waveform.ts'
import type { Workspace } from '#electron/config/workspace.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import type { SampleReport, Waveform } from '#shared/models/narrator-card.ts'
import { findSample } from './narrator-cards.ts'

const MB = 1024 * 1024
/** More than a minute of uncompressed stereo at 96 kHz. */
const MOST_BYTES = 40 * MB

/** The narrators' recordings: one file for each content, so that an earlier one stays and no other narrator's is overwritten. */
export class NarratorSamples {
  readonly #workspace: Workspace
  readonly #ffmpeg: Ffmpeg
  readonly #waveforms = new Map<string, Promise<Waveform>>()

  constructor({ workspace, ffmpeg }: { workspace: Workspace; ffmpeg: Ffmpeg }) {
    this.#workspace = workspace
    this.#ffmpeg = ffmpeg
  }

  /**
   * Checks and converts a recording and returns where it lies now, relative to the workspace.
   *
   * Throws `sample.tooLarge`, and what `makeVoiceSample` throws; then nothing is kept.
   */
  async keep(
    narratorId: string,
    upload: { name: string; bytes: Uint8Array },
  ): Promise<{ path: string; report: SampleReport }> {
    const { name, bytes } = upload
    if (bytes.byteLength > MOST_BYTES) {
      const size = (bytes.byteLength / MB).toFixed(0)
      const message = `${name} has ${size} MB; a voice sample has up to ${MOST_BYTES / MB} MB. Cut out half a minute, or save it as FLAC or MP3.`
      throw new AppError('sample.tooLarge', message)
    }
    const folder = this.#workspace.config.audiobook.narrator_samples_path
    const part = join(this.#workspace.resolve(folder), `${narratorId}.${randomUUID().slice(0, 8)}.part`)
    const spool = await mkdtemp(join(tmpdir(), 'e3-sample-'))
    try {
      const file = join(spool, 'upload')
      await writeFile(file, bytes)
      await mkdir(this.#workspace.resolve(folder), { recursive: true })
      const report = await makeVoiceSample({ file, name }, part, this.#ffmpeg)
      const path = `${folder}/${narratorId}-${await contentName(part)}.flac`
      await rename(part, this.#workspace.resolve(path))
      return { path, report }
    } finally {
      await rm(spool, { recursive: true, force: true })
      await rm(part, { force: true })
    }
  }

  /** Read once for each version of a recording. Throws `sample.none`, `sample.unreadable`. */
  async waveform(narrator: Narrator): Promise<Waveform> {
    const sample = await findSample(narrator, this.#workspace)
    if (sample === null) throw new AppError('sample.none', `${narrator.name} has no voice sample.`)
    const key = `${narrator.narratorId} ${sample.version}`
    const known = this.#waveforms.get(key)
    if (known !== undefined) return known
    const reading = readWaveform(sample.path, this.#ffmpeg)
    this.#waveforms.set(key, reading)
    reading.catch(() => this.#waveforms.delete(key))
    return reading
  }
}

async function contentName(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex').slice(0, 12)
}
