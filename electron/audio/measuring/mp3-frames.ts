import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileFacts } from '#shared/models/release.ts'
import { MP3_HEADER_BYTES, readMp3Header } from './mp3-header.ts'
import type { Mp3Header } from './mp3-header.ts'
import { findMp3Sound } from './mp3-tags.ts'

/** What the frames of an MP3 say together. */
export interface Mp3Facts extends Pick<FileFacts, 'channels' | 'sampleRateHz' | 'bitRateKbps' | 'durationMs'> {
  isConstantBitRate: boolean
  /** Frames that hold sound. */
  frameCount: number
}

const BLOCK_BYTES = 262_144

/**
 * Walks an MP3 from frame to frame without decoding it.
 *
 * Throws where something stands between the tags that is no frame, or where the last frame is cut.
 */
export async function readMp3Frames(file: string): Promise<Mp3Facts> {
  const handle = await open(file)
  const sound = await findMp3Sound(handle).finally(() => handle.close())
  if (sound.start >= sound.end) throw new Error('it holds tags but no sound')
  const walk = new Mp3Walk()
  const options = { start: sound.start, end: sound.end - 1, highWaterMark: BLOCK_BYTES }
  for await (const block of createReadStream(file, options) as AsyncIterable<Buffer>) walk.add(block)
  return walk.end()
}

/** Takes the bytes of an MP3's frames in pieces of any length. */
export class Mp3Walk {
  #rest: Buffer = Buffer.alloc(0)
  /** Bytes before the rest. */
  #passed = 0
  #first: Mp3Header | null = null
  /** Samples that an encoder put around the sound, as its Info frame says. */
  #addedSamples = 0
  #isConstant = true
  #isJoint = false
  #frames = 0
  #bytes = 0
  #hasBegun = false

  add(block: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, block]) : block
    let at = 0
    while (at + MP3_HEADER_BYTES <= bytes.length) {
      const header = readMp3Header(bytes, at)
      if (!header) throw new Error(`what stands at byte ${this.#passed + at} of its sound is no MP3 frame`)
      if (at + header.bytes > bytes.length) break
      this.#take(header, bytes.subarray(at, at + header.bytes))
      at += header.bytes
    }
    this.#rest = Buffer.from(bytes.subarray(at))
    this.#passed += at
  }

  end(): Mp3Facts {
    const first = this.#first
    if (this.#rest.length > 0) throw new Error('it ends in the middle of a frame')
    if (!first) throw new Error('it holds no frame of sound')
    const { sampleRateHz, samples, kbps } = first
    const seconds = (this.#frames * samples) / sampleRateHz
    return {
      sampleRateHz,
      channels: first.mode === 'mono' ? 'mono' : this.#isJoint ? 'joint stereo' : 'stereo',
      bitRateKbps: this.#isConstant ? kbps : (this.#bytes * 8) / seconds / 1000,
      isConstantBitRate: this.#isConstant,
      frameCount: this.#frames,
      durationMs: Math.max(0, seconds - this.#addedSamples / sampleRateHz) * 1000,
    }
  }

  #take(header: Mp3Header, frame: Buffer): void {
    if (!this.#hasBegun) {
      this.#hasBegun = true
      const info = readInfoFrame(frame, header)
      if (info) {
        this.#addedSamples = info.addedSamples
        return
      }
    }
    const first = (this.#first ??= header)
    if (header.sampleRateHz !== first.sampleRateHz) throw new Error('its frames change their sample rate')
    if ((header.mode === 'mono') !== (first.mode === 'mono'))
      throw new Error('its frames change between mono and stereo')
    if (header.kbps !== first.kbps) this.#isConstant = false
    if (header.mode === 'joint stereo') this.#isJoint = true
    this.#frames += 1
    this.#bytes += header.bytes
  }
}

const VBRI_OFFSET = 36
/** The encoder's name follows flags, counts, a table of contents and the quality. */
const ENCODER_OFFSET = 120
const DELAY_OFFSET = 141

/** The frame that encoders write before the sound, with what they know of all frames; null for one that is sound. */
export function readInfoFrame(frame: Buffer, { dataOffset }: Mp3Header): { addedSamples: number } | null {
  const name = (at: number) => frame.toString('latin1', at, at + 4)
  if (name(VBRI_OFFSET) === 'VBRI') return { addedSamples: 0 }
  if (name(dataOffset) !== 'Info' && name(dataOffset) !== 'Xing') return null
  const hasDelay = /^(LAME|Lav[cf])/.test(name(dataOffset + ENCODER_OFFSET))
  if (!hasDelay || frame.length < dataOffset + DELAY_OFFSET + 3) return { addedSamples: 0 }
  const delays = frame.readUIntBE(dataOffset + DELAY_OFFSET, 3)
  return { addedSamples: (delays >> 12) + (delays & 0xfff) }
}
