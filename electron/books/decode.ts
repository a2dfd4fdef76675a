/** Text of a document and the encoding that it was read with. */
export interface DecodedText {
  text: string
  encoding: string
}

const DECLARED = /(?:charset\s*=\s*["']?|encoding\s*=\s*["']|character set encoding:\s*)([a-z0-9_-]+)/i

/** Windows-1252 names and the ones that browsers read as it. */
const LATIN = /^(?:iso-?8859-?1|latin-?1|windows-?1252|cp-?1252|us-ascii|ascii|ansi.*|iso-latin-1)$/i

/** Reads a document's text: byte order mark, then valid UTF-8, then the declared charset, then Windows-1252. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const decoded = decode(bytes)
  // Old Macintosh files end their lines with a carriage return alone.
  return decoded.text.includes('\n') ? decoded : { ...decoded, text: decoded.text.replaceAll('\r', '\n') }
}

function decode(bytes: Uint8Array): DecodedText {
  const marked = markOf(bytes)
  if (marked !== null) return { text: decodeAs(bytes, marked) ?? '', encoding: marked }
  const wide = unmarkedWide(bytes)
  if (wide !== null) return { text: decodeAs(bytes, wide) ?? '', encoding: wide }
  const utf8 = decodeAs(bytes, 'utf-8', true)
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8' }
  // A declared UTF-8 is a lie here; so is a wide one, since there were no zero bytes.
  const declared = declaredCharset(bytes)
  if (declared !== null && !LATIN.test(declared) && !/^utf|^ucs/i.test(declared)) {
    const text = decodeAs(bytes, declared)
    if (text !== null) return { text, encoding: declared.toLowerCase() }
  }
  return { text: decodeAs(bytes, 'windows-1252') ?? '', encoding: 'windows-1252' }
}

function markOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/** UTF-16 without a mark: nearly every second byte of its start is zero, always on the same side. */
function unmarkedWide(bytes: Uint8Array): string | null {
  const length = Math.min(bytes.length, 400) & ~1
  if (length < 4) return null
  let even = 0
  let odd = 0
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even++
    if (bytes[at + 1] === 0) odd++
  }
  const most = length * 0.3
  if (odd > most && even === 0) return 'utf-16le'
  if (even > most && odd === 0) return 'utf-16be'
  return null
}

function declaredCharset(bytes: Uint8Array): string | null {
  const head = decodeAs(bytes.subarray(0, 4096), 'windows-1252') ?? ''
  return DECLARED.exec(head)?.[1] ?? null
}

function decodeAs(bytes: Uint8Array, encoding: string, fatal = false): string | null {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes)
  } catch (error: unknown) {
    // TypeError: malformed under `fatal`; RangeError: a charset that nobody knows.
    if (error instanceof TypeError || error instanceof RangeError) return null
    throw error
  }
}
