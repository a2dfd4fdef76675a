import type libFlacFactory from 'libflacjs'
import { sharedSamples, type Audio } from '../media.ts'
import { NodeError } from '../node-class.ts'
import { packagedModule } from '../packaged-files.ts'

type LibFlac = libFlacFactory.Flac

const BITS_PER_SAMPLE = 16
const FULL_SCALE = 2 ** (BITS_PER_SAMPLE - 1)
const COMPRESSION_LEVEL = 5
/** `fLaC`, then the header of the first block, STREAMINFO. */
const STREAMINFO_OFFSET = 8

let loading: Promise<LibFlac> | undefined

/** Encodes sound as 16-bit FLAC with a complete header: sample count, frame sizes, checksum. */
export async function encodeFlac(audio: Audio): Promise<Uint8Array> {
  const flac = await loadLibFlac()
  const length = audio.channels[0]?.length ?? 0
  if (length === 0) throw new NodeError('The audio is empty: there is nothing to save.')
  const channels = audio.channels.length
  const encoder = flac.create_libflac_encoder(
    audio.sampleRateHz,
    channels,
    BITS_PER_SAMPLE,
    COMPRESSION_LEVEL,
    length,
    false,
  )
  if (encoder === 0) throw new NodeError(`FLAC cannot hold ${channels} channels at ${audio.sampleRateHz} Hz.`)
  const parts: Uint8Array[] = []
  let summary: libFlacFactory.StreamMetadata | undefined
  flac.init_encoder_stream(
    encoder,
    (bytes) => void parts.push(bytes),
    (metadata) => (summary = metadata),
  )
  flac.FLAC__stream_encoder_process_interleaved(encoder, interleave(audio, length), length)
  flac.FLAC__stream_encoder_finish(encoder)
  flac.FLAC__stream_encoder_delete(encoder)
  const bytes = Buffer.concat(parts)
  if (summary) completeHeader(bytes, summary)
  return bytes
}

/** Decodes a FLAC file of any bit depth. */
export async function decodeFlac(bytes: Uint8Array): Promise<Audio> {
  const flac = await loadLibFlac()
  const decoder = flac.create_libflac_decoder(true)
  let offset = 0
  const errors: unknown[] = []
  let format: libFlacFactory.StreamMetadata | undefined
  const frames: Uint8Array[][] = []
  flac.init_decoder_stream(
    decoder,
    (count) => {
      const buffer = new Uint8Array(bytes.subarray(offset, offset + count))
      offset += buffer.length
      return { buffer, readDataLength: buffer.length, error: false }
    },
    (channels) => void frames.push(channels),
    (_code, description) => void errors.push(description),
    (metadata) => (format ??= metadata),
  )
  const isDecoded = flac.FLAC__stream_decoder_process_until_end_of_stream(decoder)
  flac.FLAC__stream_decoder_finish(decoder)
  flac.FLAC__stream_decoder_delete(decoder)
  if (!isDecoded || errors.length > 0 || !format) throw new NodeError('The file is not a complete FLAC file.')
  return joinFrames(frames, format.channels, format.bitsPerSample, format.sampleRate)
}

/** libflac would `fetch` its WebAssembly by a path; without `fetch` it reads the file. */
function loadLibFlac(): Promise<LibFlac> {
  loading ??= new Promise((resolve) => {
    const { fetch } = globalThis
    Reflect.deleteProperty(globalThis, 'fetch')
    const flac = packagedModule('libflacjs/dist/libflac.wasm.js') as LibFlac
    globalThis.fetch = fetch
    if (flac.isReady()) resolve(flac)
    else flac.on('ready', () => resolve(flac))
  })
  return loading
}

function interleave({ channels }: Audio, length: number): Int32Array<ArrayBuffer> {
  const samples = new Int32Array(length * channels.length)
  channels.forEach((channel, index) => {
    for (let at = 0; at < length; at++) {
      const sample = Math.round((channel[at] ?? 0) * FULL_SCALE)
      samples[at * channels.length + index] = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, sample))
    }
  })
  return samples
}

/** A stream encoder cannot go back: frame sizes and checksum are known only at the end. */
function completeHeader(bytes: Buffer, summary: libFlacFactory.StreamMetadata): void {
  bytes.writeUIntBE(summary.min_framesize, STREAMINFO_OFFSET + 4, 3)
  bytes.writeUIntBE(summary.max_framesize, STREAMINFO_OFFSET + 7, 3)
  bytes.write(summary.md5sum, STREAMINFO_OFFSET + 18, 'hex')
}

function joinFrames(frames: Uint8Array[][], channelCount: number, bits: number, sampleRateHz: number): Audio {
  const bytesPerSample = Math.ceil(bits / 8)
  const length = frames.reduce((sum, frame) => sum + (frame[0]?.length ?? 0) / bytesPerSample, 0)
  const channels = Array.from({ length: channelCount }, (_, channel) => {
    const samples = sharedSamples(length)
    let at = 0
    for (const frame of frames) {
      const bytes = Buffer.from(frame[channel] ?? new Uint8Array())
      for (let offset = 0; offset < bytes.length; offset += bytesPerSample) {
        samples[at++] = bytes.readIntLE(offset, bytesPerSample) / 2 ** (bits - 1)
      }
    }
    return samples
  })
  return { channels, sampleRateHz }
}
