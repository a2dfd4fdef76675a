/** What a WAV stream says of its samples. */
export interface WavFormat {
  sampleRateHz: number
  channels: number
}

/** Reads the 32-bit float WAV that ffmpeg writes to a pipe, whose lengths mean nothing, and hands on its samples. */
export class WavStream {
  readonly #onFormat: (format: WavFormat) => void
  readonly #onSamples: (samples: Float32Array) => void
  #header: Buffer | null = Buffer.alloc(0)
  #samples = new Float32Array(0)
  #bytes = new Uint8Array(0)
  #frameBytes = 4
  /** Bytes of a frame that is not whole yet. */
  #rest = 0

  constructor(onFormat: (format: WavFormat) => void, onSamples: (samples: Float32Array) => void) {
    this.#onFormat = onFormat
    this.#onSamples = onSamples
  }

  add(bytes: Buffer): void {
    if (this.#header === null) {
      this.#handOn(bytes)
      return
    }
    const header = Buffer.concat([this.#header, bytes])
    const data = this.#readHeader(header)
    this.#header = data === null ? header : null
    if (data !== null) this.#handOn(header.subarray(data))
  }

  /** Where the samples begin; null as long as that is not known. */
  #readHeader(header: Buffer): number | null {
    for (let at = 12; at + 8 <= header.length;) {
      const name = header.toString('latin1', at, at + 4)
      const length = header.readUInt32LE(at + 4)
      if (name === 'data') return at + 8
      if (name === 'fmt ' && at + 16 <= header.length) {
        const channels = header.readUInt16LE(at + 10)
        this.#frameBytes = 4 * channels
        this.#onFormat({ channels, sampleRateHz: header.readUInt32LE(at + 12) })
      }
      at += 8 + length + (length % 2)
    }
    return null
  }

  #handOn(bytes: Buffer): void {
    const length = this.#rest + bytes.length
    if (length > this.#bytes.length) {
      const wider = new Uint8Array(Math.ceil(length / 4) * 4)
      wider.set(this.#bytes.subarray(0, this.#rest))
      this.#bytes = wider
      this.#samples = new Float32Array(wider.buffer)
    }
    this.#bytes.set(bytes, this.#rest)
    this.#rest = length % this.#frameBytes
    const whole = length - this.#rest
    this.#onSamples(this.#samples.subarray(0, whole / 4))
    this.#bytes.copyWithin(0, whole, length)
  }
}
