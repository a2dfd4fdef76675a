import { closeSync, openSync, readSync } from 'node:fs'

/** What a font file tells about its letters. */
export interface FontFile {
  path: string
  has(codePoint: number): boolean
  /** Width of a letter in em; 0 for one it does not have. */
  widthEm(codePoint: number): number
}

const COLLECTION = 'ttcf'
const HEADER_BYTES = 12
const TABLE_RECORD_BYTES = 16

/** Reads the letters and widths of a TrueType or OpenType font, of a collection the first; null if it is none. */
export function readFontFile(path: string): FontFile | null {
  const file = openSync(path, 'r')
  try {
    const tables = readTables(file)
    const [cmap, hmtx, hhea, head] = ['cmap', 'hmtx', 'hhea', 'head'].map((tag) => tables.get(tag))
    if (!cmap || !hmtx || !hhea || !head) return null
    const glyphOf = readCharacterMap(cmap)
    const unitsPerEm = head.readUInt16BE(18)
    const lastMetric = hhea.readUInt16BE(34) - 1
    return {
      path,
      has: (codePoint) => glyphOf(codePoint) !== 0,
      widthEm: (codePoint) => {
        const glyph = glyphOf(codePoint)
        return glyph === 0 ? 0 : hmtx.readUInt16BE(Math.min(glyph, lastMetric) * 4) / unitsPerEm
      },
    }
  } catch (error) {
    if (error instanceof RangeError) return null // A damaged or unusual font is no font for us.
    throw error
  } finally {
    closeSync(file)
  }
}

function readTables(file: number): Map<string, Buffer> {
  const start = read(file, 0, HEADER_BYTES)
  const isCollection = start.toString('latin1', 0, 4) === COLLECTION
  const offset = isCollection ? read(file, HEADER_BYTES, 4).readUInt32BE(0) : 0
  const count = (isCollection ? read(file, offset, HEADER_BYTES) : start).readUInt16BE(4)
  const directory = read(file, offset + HEADER_BYTES, count * TABLE_RECORD_BYTES)
  const tables = new Map<string, Buffer>()
  for (let at = 0; at < directory.length; at += TABLE_RECORD_BYTES) {
    const tag = directory.toString('latin1', at, at + 4)
    if (['cmap', 'hmtx', 'hhea', 'head'].includes(tag)) {
      tables.set(tag, read(file, directory.readUInt32BE(at + 8), directory.readUInt32BE(at + 12)))
    }
  }
  return tables
}

function read(file: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(file, bytes, 0, length, offset))
}

/** Letters to glyph numbers: format 12 if there is one, else 4, which every font for Windows has. */
function readCharacterMap(cmap: Buffer): (codePoint: number) => number {
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) =>
    cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4)),
  )
  const wide = subtables.find((subtable) => subtable.readUInt16BE(0) === 12)
  if (wide) return (codePoint) => lookUpWide(wide, codePoint)
  const narrow = subtables.find((subtable) => subtable.readUInt16BE(0) === 4)
  return narrow ? (codePoint) => lookUpNarrow(narrow, codePoint) : () => 0
}

function lookUpWide(subtable: Buffer, codePoint: number): number {
  const count = subtable.readUInt32BE(12)
  for (let index = 0; index < count; index++) {
    const at = 16 + index * 12
    const first = subtable.readUInt32BE(at)
    if (codePoint >= first && codePoint <= subtable.readUInt32BE(at + 4)) {
      return subtable.readUInt32BE(at + 8) + codePoint - first
    }
  }
  return 0
}

function lookUpNarrow(subtable: Buffer, codePoint: number): number {
  const doubledCount = subtable.readUInt16BE(6)
  for (let at = 0; at < doubledCount; at += 2) {
    if (codePoint > subtable.readUInt16BE(14 + at)) continue
    const first = subtable.readUInt16BE(16 + doubledCount + at)
    if (codePoint < first) return 0
    const delta = subtable.readUInt16BE(16 + 2 * doubledCount + at)
    const rangeAt = 16 + 3 * doubledCount + at
    const rangeOffset = subtable.readUInt16BE(rangeAt)
    if (rangeOffset === 0) return (codePoint + delta) & 0xffff
    const glyph = subtable.readUInt16BE(rangeAt + rangeOffset + (codePoint - first) * 2)
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff
  }
  return 0
}
