import type { Ffmpeg } from './ffmpeg.ts'
import { pipeProgram } from './run-program.ts'

export interface Decoding {
  file: string
  /** What `soundFormat` says of the file. */
  format: string
  /** The rest is left out. */
  seconds: number
  channels: number
  /** The file's own when left out. */
  sampleRateHz?: number
  signal: AbortSignal
}

/** How ffmpeg is told to read a file that anybody may have made: as one format, without any other file or address. */
export function guardedInput({ file, format, seconds }: Pick<Decoding, 'file' | 'format' | 'seconds'>): string[] {
  return ['-protocol_whitelist', 'file', '-f', format, '-t', String(seconds), '-i', file, '-map', '0:a:0']
}

/** Decodes in a process of its own and hands over interleaved samples, -1 to 1, in small pieces; throws as `runFfmpeg` does. */
export async function decodeSound(
  ffmpeg: Ffmpeg,
  decoding: Decoding,
  onSamples: (samples: Float32Array) => void,
): Promise<void> {
  const { channels, sampleRateHz, signal } = decoding
  const rate = sampleRateHz === undefined ? [] : ['-ar', String(sampleRateHz)]
  const output = ['-ac', String(channels), ...rate, '-f', 'f32le', 'pipe:1']
  const args = ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error', ...guardedInput(decoding), ...output]
  const frameBytes = channels * Float32Array.BYTES_PER_ELEMENT
  let rest = Buffer.alloc(0)
  await pipeProgram(ffmpeg.ffmpeg, args, signal, (bytes) => {
    const whole = Buffer.concat([rest, bytes])
    const length = whole.length - (whole.length % frameBytes)
    rest = whole.subarray(length)
    // A buffer of its own is aligned, which a piece of a pool need not be.
    onSamples(new Float32Array(new Uint8Array(whole.subarray(0, length)).buffer))
  })
}
