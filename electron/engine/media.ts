/** Decoded sound: one array a channel, samples from -1 to 1. */
export interface Audio {
  channels: Float32Array[]
  sampleRateHz: number
}

/** A decoded picture: red, green, blue bytes, row by row. */
export interface Image {
  widthPx: number
  heightPx: number
  rgb: Uint8Array
}

/** Samples that threads share instead of copying. */
export function sharedSamples(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT))
}

/** Bytes that threads share instead of copying. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length))
}

/** Whether a value that travels between nodes is a batch of pictures. */
export function isImages(value: unknown): value is Image[] {
  return Array.isArray(value) && value.length > 0 && value.every(isImage)
}

function isImage(value: unknown): value is Image {
  return typeof value === 'object' && value !== null && 'rgb' in value
}

/** Whether a value that travels between nodes is sound. */
export function isAudio(value: unknown): value is Audio {
  return typeof value === 'object' && value !== null && 'channels' in value && 'sampleRateHz' in value
}
