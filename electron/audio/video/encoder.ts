import type { VideoLook } from './video-part.ts'

/** What the encoder is told besides, for each kind of stream. */
const SPECIAL = {
  still: [],
  // Nothing moves in a fade: a search for motion would double the work. The offset is the one that stills have by themselves.
  fade: ['me=dia', 'subme=2', 'trellis=0', 'partitions=none', 'chroma-qp-offset=-2'],
  // At one quality for all of them, pictures without a change are equal.
  skips: ['qpmin=30', 'qpmax=30'],
} as const

/**
 * ffmpeg's arguments for one H.264 byte stream whose pictures can be joined with those of every other such stream.
 *
 * `stitchable` keeps all headers equal; no B-frames, one reference and one thread make every picture one slice that refers to the
 * one before it, with the same bytes on every machine.
 */
export function encoderArguments(look: VideoLook, kind: keyof typeof SPECIAL): string[] {
  const options = [
    ...SPECIAL[kind],
    ...[
      'stitchable=1',
      'keyint=infinite',
      'scenecut=0',
      'bframes=0',
      'ref=1',
      'weightp=0',
      'rc-lookahead=0',
      'mbtree=0',
    ],
    ...['force-cfr=1', 'sliced-threads=0', 'chromaloc=0'],
  ]
  return [
    ...['-c:v', 'libx264', '-preset', 'medium', '-profile:v', 'high', '-level', '4.0', '-threads', '1'],
    ...['-crf', String(look.crf), '-r', String(look.framesPerSecond), '-x264-params', options.join(':')],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ...['-flags:v', '+bitexact', '-bsf:v', 'filter_units=remove_types=6', '-f', 'h264'],
  ]
}

/** The last filters of every stream: square pixels, and the colours that the stream declares. */
export const TO_VIDEO = 'scale=out_color_matrix=bt709:out_range=tv:flags=lanczos+accurate_rnd,format=yuv420p,setsar=1'
