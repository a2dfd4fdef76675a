import { languageCode, tagText } from './book-tags.ts'
import type { BookTags } from './book-tags.ts'

/** A chapter's place in its file. */
export interface ChapterMark {
  title: string
  startMs: number
  endMs: number
}

/** The metadata of one M4B as ffmpeg's own format; ffmpeg maps each key to the atom that players read. */
export function ffmetadata(
  tags: BookTags,
  marks: readonly ChapterMark[],
  part: { index: number; count: number },
): string {
  const title = part.count > 1 ? `${tags.title} (Part ${part.index} of ${part.count})` : tags.title
  const entries: [string, string | null][] = [
    ['title', title],
    ['album', tags.title],
    ['artist', tags.author],
    ['album_artist', tags.author],
    ['composer', tags.narrator],
    ['genre', 'Audiobook'],
    ['date', tags.year === null ? null : String(tags.year)],
    ['comment', tags.description],
    ['description', tags.description],
    ['track', `${part.index}/${part.count}`],
    // 2 is "audiobook" in the list that Apple's players share.
    ['media_type', '2'],
  ]
  const lines = entries.flatMap(([key, value]) => (value ? [`${key}=${escape(value)}`] : []))
  const chapters = marks.map(({ title, startMs, endMs }) =>
    [
      '[CHAPTER]',
      'TIMEBASE=1/1000',
      `START=${Math.round(startMs)}`,
      `END=${Math.round(endMs)}`,
      `title=${escape(title)}`,
    ].join('\n'),
  )
  return [';FFMETADATA1', ...lines, ...chapters, ''].join('\n')
}

/** The metadata of one chapter's FLAC or Opus. */
export function trackMetadata(
  tags: BookTags,
  track: { title: string; index: number; count: number },
  { isShort, pictureBlock }: { isShort: boolean; pictureBlock: string | null },
): string {
  const named: [string, string | null][] = [
    ['title', track.title],
    ['album', tags.title],
    ['artist', tags.author],
  ]
  const full: [string, string | null][] = [
    ['album_artist', tags.author],
    ['composer', tags.narrator],
    ['genre', 'Audiobook'],
    ['date', tags.year === null ? null : String(tags.year)],
    ['comment', tags.description],
    ['description', tags.description],
    ['language', languageCode(tags.language)],
    ['track', `${track.index}/${track.count}`],
  ]
  const entries = [...named, ...(isShort ? [] : full), ['METADATA_BLOCK_PICTURE', pictureBlock] as const]
  const lines = entries.flatMap(([key, value]) => (value ? [`${key}=${escape(value)}`] : []))
  return [';FFMETADATA1', ...lines, ''].join('\n')
}

function escape(text: string): string {
  return tagText(text).replace(/[=;#\\]/g, '\\$&')
}
