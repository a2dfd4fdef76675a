import type { FileHandle } from 'node:fs/promises'

/** What a FLAC file says about itself. */
export interface FlacInfo {
  sampleRateHz: number
  channels: number
  bitsPerSample: number
  /** Samples of the largest frame. */
  blockSize: number
  sampleCount: number
}

const STREAMINFO_BYTES = 42
/** Where the last frame is looked for when the header does not tell the size of the largest one rightly. */
const TAIL_BYTES = 256 * 1024

/**
 * Reads the header and checks the last frame of a FLAC file, so that a cut file is noticed without decoding.
 *
 * Returns undefined for another format. Throws a plain `Error` that says what is wrong with a damaged file.
 */
export async function readFlac(file: FileHandle, sizeBytes: number): Promise<FlacInfo | undefined> {
  const head = await readAt(file, 0, Math.min(STREAMINFO_BYTES, sizeBytes))
  if (head.toString('latin1', 0, 4) !== 'fLaC') return undefined
  if (head.length < STREAMINFO_BYTES) throw new Error('its FLAC header is cut')
  const packed = head.readBigUInt64BE(18)
  const info = {
    sampleRateHz: Number(packed >> 44n),
    channels: Number((packed >> 41n) & 7n) + 1,
    bitsPerSample: Number((packed >> 36n) & 31n) + 1,
    blockSize: head.readUInt16BE(10),
  }
  const announced = Number(packed & 0xf_ffff_ffffn)
  const sampleCount = await findEnd(file, sizeBytes, head.readUIntBE(15, 3), info.blockSize)
  if (sampleCount === undefined) throw new Error('its last FLAC frame is cut')
  // A header written before the sound is known says 0.
  if (announced !== 0 && announced !== sampleCount) {
    throw new Error(`it holds ${sampleCount} samples where its header announces ${announced}`)
  }
  return { ...info, sampleCount }
}

async function findEnd(
  file: FileHandle,
  sizeBytes: number,
  largestFrameBytes: number,
  blockSize: number,
): Promise<number | undefined> {
  for (const length of [largestFrameBytes, TAIL_BYTES]) {
    const tailBytes = Math.min(sizeBytes - STREAMINFO_BYTES, length)
    const tail = await readAt(file, sizeBytes - tailBytes, tailBytes)
    const end = endOfLastFrame(tail, blockSize)
    if (end !== undefined) return end
  }
  return undefined
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

/** The number of samples up to the end of the last frame, or undefined when no whole frame ends the file. */
function endOfLastFrame(tail: Buffer, streamBlockSize: number): number | undefined {
  for (let start = tail.length - 2; start >= 0; start--) {
    if (tail[start] !== 0xff || ((tail[start + 1] ?? 0) & 0xfe) !== 0xf8) continue
    const frame = readFrameHeader(tail.subarray(start), streamBlockSize)
    if (frame && crc16(tail.subarray(start, -2)) === tail.readUInt16BE(tail.length - 2)) return frame.endSample
  }
  return undefined
}

function readFrameHeader(frame: Buffer, streamBlockSize: number): { endSample: number } | undefined {
  if (frame.length < 8) return undefined
  const hasSampleNumber = (frame.readUInt8(1) & 1) === 1
  const blockSizeCode = frame.readUInt8(2) >> 4
  const sampleRateCode = frame.readUInt8(2) & 15
  const number = readCodedNumber(frame, 4)
  if (!number || blockSizeCode === 0) return undefined
  let end = number.end
  const extra = blockSizeCode === 6 ? 1 : blockSizeCode === 7 ? 2 : 0
  const rateBytes = sampleRateCode === 12 ? 1 : sampleRateCode === 13 || sampleRateCode === 14 ? 2 : 0
  if (end + extra + rateBytes >= frame.length) return undefined
  const blockSize = extra > 0 ? frame.readUIntBE(end, extra) + 1 : blockSizeOf(blockSizeCode)
  end += extra + rateBytes
  if (crc8(frame.subarray(0, end)) !== frame[end]) return undefined
  return { endSample: (hasSampleNumber ? number.value : number.value * streamBlockSize) + blockSize }
}

function blockSizeOf(code: number): number {
  if (code === 1) return 192
  return code <= 5 ? 576 << (code - 2) : 256 << (code - 8)
}

/** Numbers up to 36 bits are written the way UTF-8 writes characters. */
function readCodedNumber(bytes: Buffer, at: number): { value: number; end: number } | undefined {
  const first = bytes[at] ?? 0xff
  if (first < 0x80) return { value: first, end: at + 1 }
  const length = Math.clz32(~(first << 24))
  if (length < 2 || length > 7 || at + length > bytes.length) return undefined
  let value = first & (0x7f >> length)
  for (let index = at + 1; index < at + length; index++) {
    const byte = bytes[index] ?? 0
    if (byte >> 6 !== 2) return undefined
    value = value * 64 + (byte & 63)
  }
  return { value, end: at + length }
}

/** Polynomials x⁸+x²+x+1 of frame headers and x¹⁶+x¹⁵+x²+1 of whole frames. */
const CRC8_TABLE = crcTable(0x07, 8)
const CRC16_TABLE = crcTable(0x8005, 16)

function crcTable(polynomial: number, bits: 8 | 16): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (bits - 8)
    for (let bit = 0; bit < 8; bit++) crc = crc & (1 << (bits - 1)) ? (crc << 1) ^ polynomial : crc << 1
    return crc & ((1 << bits) - 1)
  })
}

function crc8(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = CRC8_TABLE[crc ^ byte] ?? 0
  return crc
}

function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (CRC16_TABLE[(crc >> 8) ^ byte] ?? 0)
  return crc
}
