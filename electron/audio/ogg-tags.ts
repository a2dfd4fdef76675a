const HEADER_BYTES = 27
/** Of a page: its kind, granule position, number and checksum stand there. */
const AT = { kind: 5, granule: 6, serial: 14, number: 18, checksum: 22, segments: 26 } as const
const CONTINUED = 1
const MOST_SEGMENTS = 255
const MOST_LACING = 255
const MAGIC = 'OpusTags'

/** An Opus file with these comments in place of its own; its sound stays as it is. Throws a plain `Error` for another file. */
export function withOpusTags(file: Buffer, comments: readonly (readonly [string, string])[]): Buffer {
  const [head, ...pages] = pagesOf(file)
  const tagPages = pages.findIndex(endsPacket) + 1
  const former = pages.slice(0, tagPages).map(bodyOf)
  const packet = Buffer.concat(former)
  if (head === undefined || tagPages === 0 || packet.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new Error('It is no Opus file.')
  }
  const vendorEnd = MAGIC.length + 4 + packet.readUInt32LE(MAGIC.length)
  const tags = tagPacket(packet.subarray(MAGIC.length + 4, vendorEnd), comments)
  const sound = pages.slice(tagPages)
  const written = [head, ...tagPagesOf(tags, head.readUInt32LE(AT.serial)), ...sound]
  return Buffer.concat(written.map((page, number) => sealed(page, number)))
}

function pagesOf(file: Buffer): Buffer[] {
  const pages: Buffer[] = []
  for (let at = 0; at + HEADER_BYTES <= file.length;) {
    if (file.toString('latin1', at, at + 4) !== 'OggS') throw new Error('It is no Ogg file.')
    const segments = file.readUInt8(at + AT.segments)
    const lacing = file.subarray(at + HEADER_BYTES, at + HEADER_BYTES + segments)
    const end = at + HEADER_BYTES + segments + lacing.reduce((sum, length) => sum + length, 0)
    pages.push(Buffer.from(file.subarray(at, end)))
    at = end
  }
  return pages
}

/** The packet of tags ends with a page. */
function endsPacket(page: Buffer): boolean {
  const segments = page.readUInt8(AT.segments)
  return page[HEADER_BYTES + segments - 1] !== MOST_LACING
}

function bodyOf(page: Buffer): Buffer {
  return page.subarray(HEADER_BYTES + page.readUInt8(AT.segments))
}

function tagPacket(vendor: Buffer, comments: readonly (readonly [string, string])[]): Buffer {
  const texts = comments.map(([name, value]) => Buffer.from(`${name}=${value}`))
  const listed = texts.flatMap((text) => [u32(text.length), text])
  return Buffer.concat([Buffer.from(MAGIC), u32(vendor.length), vendor, u32(texts.length), ...listed])
}

/** A packet in pieces of 255 bytes, of which the last is shorter; 255 pieces a page. */
function tagPagesOf(packet: Buffer, serial: number): Buffer[] {
  const pieces = Math.floor(packet.length / MOST_LACING) + 1
  const pages: Buffer[] = []
  for (let first = 0; first < pieces; first += MOST_SEGMENTS) {
    const count = Math.min(MOST_SEGMENTS, pieces - first)
    const body = packet.subarray(first * MOST_LACING, (first + count) * MOST_LACING)
    const isLast = first + count === pieces
    const header = Buffer.alloc(HEADER_BYTES + count, MOST_LACING)
    header.write('OggS\0', 'latin1')
    header.writeUInt8(first === 0 ? 0 : CONTINUED, AT.kind)
    // A page on which no packet ends has no position.
    header.writeBigInt64LE(isLast ? 0n : -1n, AT.granule)
    header.writeUInt32LE(serial, AT.serial)
    header.writeUInt8(count, AT.segments)
    if (isLast) header.writeUInt8(packet.length % MOST_LACING, header.length - 1)
    pages.push(Buffer.concat([header, body]))
  }
  return pages
}

/** With its place in the file and the checksum over all of it. */
function sealed(page: Buffer, number: number): Buffer {
  page.writeUInt32LE(number, AT.number)
  page.writeUInt32LE(0, AT.checksum)
  page.writeUInt32LE(checksum(page), AT.checksum)
  return page
}

const POLYNOMIAL = 0x04c1_1db7
const CHECKSUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? POLYNOMIAL : 0)
  return value >>> 0
})

function checksum(bytes: Uint8Array): number {
  let value = 0
  for (const byte of bytes) value = (value << 8) ^ (CHECKSUMS[(value >>> 24) ^ byte] ?? 0)
  return value >>> 0
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
