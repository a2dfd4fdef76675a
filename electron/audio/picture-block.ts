const FRONT_COVER = 3
const BITS_A_PIXEL = 24
const MIME = Buffer.from('image/jpeg', 'latin1')

/** A JPEG as FLAC and Ogg keep pictures: the `METADATA_BLOCK_PICTURE` of RFC 9639. */
export function pictureBlock(jpeg: Uint8Array): Buffer {
  const { width, height } = jpegSize(jpeg)
  const numbers = [width, height, BITS_A_PIXEL, 0, jpeg.length]
  return Buffer.concat([u32(FRONT_COVER), u32(MIME.length), MIME, u32(0), ...numbers.map(u32), jpeg])
}

/** From the frame header of a JPEG; zeros where none is found, which players take for "unknown". */
function jpegSize(jpeg: Uint8Array): { width: number; height: number } {
  const view = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
  let at = 2
  while (at + 9 < view.length && view[at] === 0xff) {
    const marker = view.readUInt8(at + 1)
    // SOF0 to SOF15 without the tables DHT, JPG and DAC among them.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.readUInt16BE(at + 5), width: view.readUInt16BE(at + 7) }
    at += 2 + view.readUInt16BE(at + 2)
  }
  return { width: 0, height: 0 }
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
