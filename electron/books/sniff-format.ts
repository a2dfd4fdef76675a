import { AppError } from '#shared/models/app-error.ts'
import { isZip } from './zip.ts'

const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a GIF picture', [0x47, 0x49, 0x46, 0x38]],
  ['an RTF document', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  ['an old Office document', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a RAR archive', [0x52, 0x61, 0x72, 0x21]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a sound file', [0x49, 0x44, 0x33]],
  ['a sound file', [0x4f, 0x67, 0x67, 0x53]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
]

const TAG = /<(?:!doctype\s+html|html|head|body|title|meta|div|p|h[1-6]|center|pre|br|span|section)\b[^>]{0,300}>/i

/** Refuses what is no book by its content, whatever its name; says whether it is a zip archive. */
export function sniffBytes(bytes: Uint8Array, fileName: string): 'zip' | 'characters' {
  if (bytes.length === 0) throw new AppError('book.empty', `"${fileName}" is empty; download it again.`)
  if (isZip(bytes)) return 'zip'
  const known = SIGNATURES.find(([, signature]) => signature.every((byte, at) => bytes[at] === byte))
  const found = known?.[0] ?? (isMobi(bytes) ? 'a Kindle book' : null)
  if (found !== null) throw notABook(fileName, found)
  return 'characters'
}

/** Tells HTML from plain text; refuses text that is none. */
export function sniffText(text: string, fileName: string): 'html' | 'text' {
  const head = text.slice(0, 20_000)
  let odd = 0
  for (let at = 0; at < head.length; at++) {
    const code = head.charCodeAt(at)
    if (
      code === 0 ||
      code === 0xfffd ||
      (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12 && code !== 26 && code !== 27)
    )
      odd++
  }
  if (odd > Math.max(2, head.length * 0.01)) throw notABook(fileName, 'binary data')
  if (TAG.test(head)) return 'html'
  if (/^\s*<(?:\?xml|rdf)/i.test(head)) throw notABook(fileName, 'an XML file')
  if (isJson(text)) throw notABook(fileName, 'a JSON file')
  return 'text'
}

/** The error for a file that the studio cannot read as a book. */
export function notABook(fileName: string, found: string): AppError {
  return new AppError(
    'book.unsupported',
    `"${fileName}" is ${found}, not a book; import HTML, plain text, EPUB or a zip of one.`,
  )
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    // "[Illustration]" and the like: a book may begin with a bracket.
    return false
  }
}

function isMobi(bytes: Uint8Array): boolean {
  return bytes.length > 68 && String.fromCharCode(...bytes.subarray(60, 68)) === 'BOOKMOBI'
}
