import { basename } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { readAudioInfo } from './audio-info.ts'
import type { AudioInfo } from './audio-info.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'

/** Speech has about 14 characters a second; these are the bounds of what any voice at any pace does. */
const CHARACTERS_A_SECOND = { min: 2, max: 60 }
/** Room for the pauses around a very short text. */
const SPARE_MS = 5000
/** Silence packs to 0.03 bits a sample and quiet speech to more than 2, so that most files need no decoding. */
const SUSPICIOUS_BITS_A_SAMPLE = 1.5
/** ffmpeg leaves 8 KB of padding in a FLAC header. */
const HEADER_BYTES = 16_384
const SILENT_BELOW_DBFS = -60

/**
 * Checks that a rendered chunk can be used: whole, of a length that its text can take, and not silent.
 *
 * `media.unreadable`, `media.implausible` or `media.silent` when it is not.
 */
export async function checkSpeech(file: string, text: string, ffmpeg: Ffmpeg): Promise<AudioInfo> {
  const info = await readAudioInfo(file, ffmpeg)
  const characters = text.replace(/[^\p{L}\p{N}]+/gu, '').length
  const shortest = (characters / CHARACTERS_A_SECOND.max) * 1000
  const longest = (text.length / CHARACTERS_A_SECOND.min) * 1000 + SPARE_MS
  if (info.durationMs < shortest || info.durationMs > longest) {
    const seconds = [info.durationMs, shortest, longest].map((ms) => (ms / 1000).toFixed(1))
    const found = `lasts ${seconds[0] ?? ''} s where its text of ${text.length} characters`
    const message = `${basename(file)} ${found} takes ${seconds[1] ?? ''}–${seconds[2] ?? ''} s. Render it again.`
    throw new AppError('media.implausible', message, { data: { file } })
  }
  if (characters > 0 && isSuspicious(info) && (await measurePeak(file, ffmpeg)) < SILENT_BELOW_DBFS) {
    throw new AppError('media.silent', `${basename(file)} is silent. Render it again.`, { data: { file } })
  }
  return info
}

function isSuspicious(info: AudioInfo): boolean {
  const samples = (info.durationMs / 1000) * info.sampleRateHz * info.channels
  return info.codec !== 'flac' || ((info.sizeBytes - HEADER_BYTES) * 8) / samples < SUSPICIOUS_BITS_A_SAMPLE
}

async function measurePeak(file: string, ffmpeg: Ffmpeg): Promise<number> {
  const args = ['-i', file, '-map', '0:a:0', '-af', 'volumedetect', '-f', 'null', '-']
  const report = await runFfmpeg(ffmpeg, args, { logLevel: 'info' })
  return Number(/max_volume: (\S+) dB/.exec(report)?.[1] ?? -Infinity)
}
