/** What the four bytes before each MP3 frame say. */
export interface Mp3Header {
  bytes: number
  samples: number
  kbps: number
  sampleRateHz: number
  mode: 'stereo' | 'joint stereo' | 'dual' | 'mono'
  /** Where the sound's own bytes begin; an Info frame has its name there. */
  dataOffset: number
}

export const MP3_HEADER_BYTES = 4

const VERSIONS = { mpeg25: 0, reserved: 1, mpeg2: 2, mpeg1: 3 }
const LAYER_3 = 1
const RATES_HZ = [44_100, 48_000, 32_000]
const KBPS_MPEG1 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const KBPS_MPEG2 = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
const MODES = ['stereo', 'joint stereo', 'dual', 'mono'] as const
const CHECKSUM_BYTES = 2

/** Reads the header at `at`; null where none is, or one of another layer, or of free format, which nobody delivers. */
export function readMp3Header(bytes: Uint8Array, at: number): Mp3Header | null {
  const [sync = 0, kind = 0, rates = 0, channels = 0] = bytes.subarray(at, at + MP3_HEADER_BYTES)
  const version = (kind >> 3) & 3
  if (sync !== 0xff || kind >> 5 !== 7 || version === VERSIONS.reserved || ((kind >> 1) & 3) !== LAYER_3) return null
  const isMpeg1 = version === VERSIONS.mpeg1
  const kbps = (isMpeg1 ? KBPS_MPEG1 : KBPS_MPEG2)[(rates >> 4) - 1]
  const fullRateHz = RATES_HZ[(rates >> 2) & 3]
  const mode = MODES[channels >> 6]
  if (kbps === undefined || fullRateHz === undefined || mode === undefined) return null
  const sampleRateHz = fullRateHz / (isMpeg1 ? 1 : version === VERSIONS.mpeg2 ? 2 : 4)
  const samples = isMpeg1 ? 1152 : 576
  const padding = (rates >> 1) & 1
  const sideBytes = mode === 'mono' ? (isMpeg1 ? 17 : 9) : isMpeg1 ? 32 : 17
  const hasChecksum = (kind & 1) === 0
  return {
    bytes: Math.floor(((samples / 8) * kbps * 1000) / sampleRateHz) + padding,
    samples,
    kbps,
    sampleRateHz,
    mode,
    dataOffset: MP3_HEADER_BYTES + (hasChecksum ? CHECKSUM_BYTES : 0) + sideBytes,
  }
}
