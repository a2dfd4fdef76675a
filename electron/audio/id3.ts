import { languageCode, tagText } from './book-tags.ts'
import type { BookTags } from './book-tags.ts'
import type { ChapterMark } from './ffmetadata.ts'

/** What an MP3's tag says besides the book. */
export interface Mp3Facts {
  title: string
  /** From 1. */
  index: number
  count: number
  /** Of a file that holds several chapters. */
  marks?: readonly ChapterMark[]
  /** Only what LibriVox wants: title, artist, album. */
  isShort?: boolean
}

/**
 * An ID3v2.3 tag for one MP3, to be put before its frames.
 *
 * Written here and not by ffmpeg, so that a new title or cover needs no encoding; 2.3 is what every player reads.
 */
export function id3Tag(tags: BookTags, facts: Mp3Facts, cover: Uint8Array | null): Buffer {
  const language = languageCode(tags.language)
  const named = [textFrame('TIT2', facts.title), textFrame('TALB', tags.title), textFrame('TPE1', tags.author)]
  const full = [
    textFrame('TPE2', tags.author),
    textFrame('TCOM', tags.narrator),
    textFrame('TRCK', `${facts.index}/${facts.count}`),
    textFrame('TCON', 'Audiobook'),
    textFrame('TLAN', language),
    ...(tags.year === null ? [] : [textFrame('TYER', String(tags.year).padStart(4, '0'))]),
    ...(tags.description ? [commentFrame(tags.description, language)] : []),
  ]
  const picture = cover ? [coverFrame(cover)] : []
  const body = Buffer.concat([
    ...named,
    ...(facts.isShort ? [] : full),
    ...chapterFrames(facts.marks ?? []),
    ...picture,
  ])
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

/** A table of contents counts its entries in one byte: longer ones are tables of tables. */
const MOST_ENTRIES = 255
const [TOP_LEVEL, ORDERED] = [2, 1]
const USE_THE_TIMES = Buffer.alloc(8, 0xff)

/** `CHAP` for each chapter and the `CTOC` that lists them in order (ID3v2 chapters 1.0). */
function chapterFrames(marks: readonly ChapterMark[]): Buffer[] {
  if (marks.length === 0) return []
  const ids = marks.map((_, index) => `chp${index}`)
  const chapters = marks.map(({ title, startMs, endMs }, index) => {
    const times = Buffer.alloc(8)
    times.writeUInt32BE(Math.round(startMs), 0)
    times.writeUInt32BE(Math.round(endMs), 4)
    return frame('CHAP', latin(ids[index] ?? ''), times, USE_THE_TIMES, textFrame('TIT2', title))
  })
  if (ids.length <= MOST_ENTRIES) return [contents('toc', ids, TOP_LEVEL | ORDERED), ...chapters]
  const groups = Array.from({ length: Math.ceil(ids.length / MOST_ENTRIES) }, (_, group) => ({
    id: `toc${group}`,
    ids: ids.slice(group * MOST_ENTRIES, (group + 1) * MOST_ENTRIES),
  }))
  const top = contents(
    'toc',
    groups.map(({ id }) => id),
    TOP_LEVEL | ORDERED,
  )
  return [top, ...groups.map((group) => contents(group.id, group.ids, ORDERED)), ...chapters]
}

function contents(id: string, ids: readonly string[], flags: number): Buffer {
  return frame('CTOC', latin(id), Buffer.of(flags, ids.length), ...ids.map(latin))
}

function latin(id: string): Buffer {
  return Buffer.from(`${id}\0`, 'latin1')
}
