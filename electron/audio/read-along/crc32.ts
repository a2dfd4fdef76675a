const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** The checksum of archives over one more block; begin with 0. */
export function crc32(block: Uint8Array, previous: number): number {
  let value = ~previous
  // An index is twice as fast as an iterator here.
  for (let at = 0; at < block.length; at++) {
    value = (value >>> 8) ^ (TABLE[(value ^ (block[at] ?? 0)) & 0xff] ?? 0)
  }
  return ~value >>> 0
}
