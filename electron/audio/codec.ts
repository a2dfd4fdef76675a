/** How a chapter's sound is kept for the files that are made of it. */
export type Codec = 'aac' | 'mp3' | 'flac' | 'opus'

/** Bit rates and rate of what is encoded; FLAC has no bit rate. */
export interface CodecSettings {
  aacKbps: number
  mp3Kbps: number
  opusKbps: number
  sampleRateHz: number
}

/** Below 32 kHz MP3 has shorter frames and lower bit rates. */
const MPEG2_BELOW_HZ = 32_000
const MPEG2_MOST_KBPS = 160

/** The bit rate of a chapter's MP3. */
export function mp3Kbps({ mp3Kbps, sampleRateHz }: CodecSettings): number {
  return sampleRateHz < MPEG2_BELOW_HZ ? Math.min(mp3Kbps, MPEG2_MOST_KBPS) : mp3Kbps
}

/** Samples that one MP3 frame stands for. */
export function mp3FrameSamples({ sampleRateHz }: CodecSettings): number {
  return sampleRateHz < MPEG2_BELOW_HZ ? 576 : 1152
}

/** What a codec's file depends on besides the sound, for its name. */
export function codecMark(codec: Codec, settings: CodecSettings): string {
  const kbps = { aac: settings.aacKbps, mp3: mp3Kbps(settings), flac: null, opus: settings.opusKbps }[codec]
  return kbps === null ? '' : `-${kbps}`
}

/** The extension of a chapter's encoding. */
export const CODEC_EXTENSIONS: Readonly<Record<Codec, string>> = { aac: 'aac', mp3: 'mp3', flac: 'flac', opus: 'opus' }

/**
 * ffmpeg's arguments for one output of mono sound.
 *
 * MP3 has no reservoir, so that frames of several chapters can be put one after the other.
 */
export function codecArguments(codec: Codec, settings: CodecSettings): string[] {
  const exact = ['-fflags', '+bitexact', '-flags:a', '+bitexact']
  switch (codec) {
    case 'aac':
      return ['-c:a', 'aac', '-b:a', `${settings.aacKbps}k`, ...exact, '-f', 'adts']
    case 'mp3': {
      const frames = ['-b:a', `${mp3Kbps(settings)}k`, '-reservoir', '0', '-id3v2_version', '0']
      return ['-c:a', 'libmp3lame', ...frames, ...exact, '-f', 'mp3']
    }
    case 'flac':
      return ['-c:a', 'flac', '-sample_fmt', 's16', '-compression_level', '5', ...exact, '-f', 'flac']
    case 'opus': {
      const rate = ['-ar', '48000', '-b:a', `${settings.opusKbps}k`, '-application', 'audio']
      return ['-c:a', 'libopus', ...rate, ...exact, '-f', 'ogg']
    }
  }
}
