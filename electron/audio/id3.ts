import { languageCode, tagText } from './book-tags.ts'
import type { BookTags } from './book-tags.ts'

/**
 * An ID3v2.3 tag for one chapter's MP3, to be put before its frames.
 *
 * Written here and not by ffmpeg, so that a new title or cover needs no encoding; 2.3 is what every player reads.
 */
export function id3Tag(
  tags: BookTags,
  chapter: { title: string; index: number; count: number },
  cover: Uint8Array | null,
): Buffer {
  const language = languageCode(tags.language)
  const frames = [
    textFrame('TIT2', chapter.title),
    textFrame('TALB', tags.title),
    textFrame('TPE1', tags.author),
    textFrame('TPE2', tags.author),
    textFrame('TCOM', tags.narrator),
    textFrame('TRCK', `${chapter.index}/${chapter.count}`),
    textFrame('TCON', 'Audiobook'),
    textFrame('TLAN', language),
    ...(tags.year === null ? [] : [textFrame('TYER', String(tags.year).padStart(4, '0'))]),
    ...(tags.description ? [commentFrame(tags.description, language)] : []),
    ...(cover ? [coverFrame(cover)] : []),
  ]
  const body = Buffer.concat(frames)
  const header = Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1')
  // The size is written in bytes of seven bits, so that no part of it looks like an MP3 frame.
  for (let index = 0; index < 4; index++) header[9 - index] = (body.length >> (7 * index)) & 0x7f
  return Buffer.concat([header, body])
}

const UTF16 = 1
const FRONT_COVER = 3

function frame(id: string, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const header = Buffer.alloc(10)
  header.write(id, 'latin1')
  header.writeUInt32BE(body.length, 4)
  return Buffer.concat([header, body])
}

function utf16(text: string): Buffer {
  return Buffer.from(`\ufeff${tagText(text)}`, 'utf16le')
}

function textFrame(id: string, text: string): Buffer {
  return frame(id, Buffer.of(UTF16), utf16(text))
}

function commentFrame(text: string, language: string): Buffer {
  const noDescription = Buffer.concat([utf16(''), Buffer.alloc(2)])
  return frame('COMM', Buffer.of(UTF16), Buffer.from(language, 'latin1'), noDescription, utf16(text))
}

function coverFrame(jpeg: Uint8Array): Buffer {
  return frame('APIC', Buffer.from('\0image/jpeg\0', 'latin1'), Buffer.of(FRONT_COVER, 0), jpeg)
}
