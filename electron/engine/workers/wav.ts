import { sharedSamples, type Audio } from '../media.ts'
import { NodeError } from '../node-class.ts'

const PCM = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe

interface WavFormat {
  coding: number
  channelCount: number
  sampleRateHz: number
  bits: number
}

/** Decodes a WAV file: 8 to 32-bit PCM or 32-bit float, any channel count. A cut data chunk gives what is there. */
export function decodeWav(bytes: Uint8Array): Audio {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let format: WavFormat | undefined
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.toString('latin1', at, at + 4)
    const end = Math.min(file.length, at + 8 + file.readUInt32LE(at + 4))
    if (id === 'fmt ') format = readFormat(file.subarray(at + 8, end))
    if (id === 'data' && format) return readSamples(file.subarray(at + 8, end), format)
    at = end + (end % 2)
  }
  throw new NodeError('The WAV file has no sound in it.')
}

function readFormat(chunk: Buffer): WavFormat {
  if (chunk.length < 16) throw new NodeError('The WAV file has a damaged header.')
  const tag = chunk.readUInt16LE(0)
  const coding = tag === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag
  const format = {
    coding,
    channelCount: chunk.readUInt16LE(2),
    sampleRateHz: chunk.readUInt32LE(4),
    bits: chunk.readUInt16LE(14),
  }
  const isReadable = coding === PCM ? [8, 16, 24, 32].includes(format.bits) : coding === FLOAT && format.bits === 32
  if (!isReadable || format.channelCount === 0 || format.sampleRateHz === 0) {
    throw new NodeError(
      `The WAV file uses coding ${coding} with ${format.bits} bits; PCM and 32-bit float can be read.`,
    )
  }
  return format
}

function readSamples(data: Buffer, { coding, channelCount, sampleRateHz, bits }: WavFormat): Audio {
  const bytesPerSample = bits / 8
  const length = Math.floor(data.length / bytesPerSample / channelCount)
  const read = sampleReader(data, coding, bits)
  const channels = Array.from({ length: channelCount }, (_, channel) => {
    const samples = sharedSamples(length)
    for (let at = 0; at < length; at++) samples[at] = read((at * channelCount + channel) * bytesPerSample)
    return samples
  })
  return { channels, sampleRateHz }
}

function sampleReader(data: Buffer, coding: number, bits: number): (offset: number) => number {
  if (coding === FLOAT) return (offset) => data.readFloatLE(offset)
  if (bits === 8) return (offset) => (data.readUInt8(offset) - 128) / 128
  if (bits === 16) return (offset) => data.readInt16LE(offset) / 32_768
  return (offset) => data.readIntLE(offset, bits / 8) / 2 ** (bits - 1)
}
