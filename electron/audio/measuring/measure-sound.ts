import { basename } from 'node:path'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { pipeProgram } from '../run-program.ts'
import type { MeasureRequest, SoundAnalysis } from './measure-request.ts'
import { SoundAnalyser } from './sound-analyser.ts'
import { WavStream } from './wav-stream.ts'

export interface MeasureOptions {
  signal?: AbortSignal | undefined
  /** How much of the sound has been measured. */
  onProgress?: ((measuredMs: number) => void) | undefined
}

/**
 * Decodes a sound with ffmpeg and measures it while it passes by, in this thread: `SoundMeasurer` is for all others.
 *
 * `media.unreadable` when nothing can be decoded.
 */
export async function measureSound(request: MeasureRequest, options: MeasureOptions = {}): Promise<SoundAnalysis> {
  const { ffmpeg, input, filter } = request
  let analyser: SoundAnalyser | undefined
  const stream = new WavStream(
    (format) => {
      analyser = new SoundAnalyser(format, request, options.onProgress ?? (() => undefined))
    },
    (samples) => analyser?.addSamples(samples),
  )
  const filters = [...(filter ? [filter] : []), 'aformat=channel_layouts=mono|stereo'].join(',')
  const args = [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error', ...input, '-map', '0:a:0', '-af', filters],
    ...['-c:a', 'pcm_f32le', '-bitexact', '-flush_packets', '0', '-f', 'wav', 'pipe:1'],
  ]
  const { stderr } = await pipeProgram(ffmpeg.ffmpeg, args, options.signal, (bytes) => stream.add(bytes)).catch(
    (error: unknown) => {
      if (error instanceof AppError) throw unreadable(input, error)
      throw error
    },
  )
  if (!analyser) throw unreadable(input, new Error('it gave no sound'))
  return { ...analyser.end(), complaint: complaintOf(stderr) }
}

function unreadable(input: readonly string[], cause: Error): AppError {
  const name = basename(input[input.indexOf('-i') + 1] ?? '')
  return new AppError('media.unreadable', `${name} cannot be decoded: ${messageOf(cause)}. Build it again.`, { cause })
}

/** The first line, without the addresses that differ from run to run. */
function complaintOf(stderr: string): string | null {
  return (
    stderr
      .trim()
      .split('\n')[0]
      ?.replaceAll(/ @ 0x[0-9a-f]+/g, '') || null
  )
}
