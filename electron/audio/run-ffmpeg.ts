import type { Ffmpeg } from './ffmpeg.ts'
import { runProgram } from './run-program.ts'

export interface RunOptions {
  signal?: AbortSignal | undefined
  /** Length of what has been written so far. */
  onProgress?: ((outTimeMs: number) => void) | undefined
  /** `info` for filters that report on standard error. */
  logLevel?: 'error' | 'info'
}

/**
 * Runs ffmpeg to its end and returns the end of its standard error.
 *
 * Existing outputs are overwritten. An abort kills the process and rejects with the signal's reason once it is gone;
 * a failure is `media.ffmpegFailed` with ffmpeg's last lines.
 */
export async function runFfmpeg(ffmpeg: Ffmpeg, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { signal, onProgress, logLevel = 'error' } = options
  const fixed = ['-hide_banner', '-nostdin', '-nostats', '-loglevel', logLevel, '-y']
  const progress = onProgress ? ['-progress', 'pipe:1'] : []
  const result = await runProgram(ffmpeg.ffmpeg, [...fixed, ...progress, ...args], signal, (line) => {
    // ffmpeg 4.1 has no out_time_us; out_time_ms is in microseconds in every version.
    const microseconds = /^out_time_ms=(\d+)$/.exec(line)?.[1]
    if (microseconds !== undefined) onProgress?.(Number(microseconds) / 1000)
  })
  return result.stderr
}

/** Runs ffprobe on one file and returns the JSON that it prints for `show`, for instance `['-show_format']`. */
export async function runFfprobe(ffmpeg: Ffmpeg, file: string, show: readonly string[]): Promise<unknown> {
  const lines: string[] = []
  const args = ['-hide_banner', '-loglevel', 'error', '-print_format', 'json', ...show, '-i', file]
  await runProgram(ffmpeg.ffprobe, args, undefined, (line) => lines.push(line))
  return JSON.parse(lines.join('\n'))
}
