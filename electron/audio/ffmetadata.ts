import { languageCode, tagText } from './book-tags.ts'
import type { BookTags } from './book-tags.ts'

/** A chapter's place in its file. */
export interface ChapterMark {
  title: string
  startMs: number
  endMs: number
}

type Entry = readonly [string, string | null]

/** The metadata of one M4B as ffmpeg's own format; ffmpeg maps each key to the atom that players read. */
export function ffmetadata(
  tags: BookTags,
  marks: readonly ChapterMark[],
  part: { index: number; count: number },
): string {
  const title = part.count > 1 ? `${tags.title} (Part ${part.index} of ${part.count})` : tags.title
  const chapters = marks.map(({ title, startMs, endMs }) =>
    [
      '[CHAPTER]',
      'TIMEBASE=1/1000',
      `START=${Math.round(startMs)}`,
      `END=${Math.round(endMs)}`,
      `title=${escape(title)}`,
    ].join('\n'),
  )
  // 2 is "audiobook" in the list that Apple's players share.
  return written([...namedEntries(title, tags), ...bookEntries(tags, part), ['media_type', '2']], chapters)
}

/** The metadata of one chapter's FLAC or Opus. */
export function trackMetadata(
  tags: BookTags,
  track: { title: string; index: number; count: number },
  { isShort, pictureBlock }: { isShort: boolean; pictureBlock: string | null },
): string {
  const full: Entry[] = [...bookEntries(tags, track), ['language', languageCode(tags.language)]]
  const picture: Entry = ['METADATA_BLOCK_PICTURE', pictureBlock]
  return written([...namedEntries(track.title, tags), ...(isShort ? [] : full), picture], [])
}

function namedEntries(title: string, tags: BookTags): Entry[] {
  return [
    ['title', title],
    ['album', tags.title],
    ['artist', tags.author],
  ]
}

function bookEntries(tags: BookTags, place: { index: number; count: number }): Entry[] {
  return [
    ['album_artist', tags.author],
    ['composer', tags.narrator],
    ['genre', 'Audiobook'],
    ['date', tags.year === null ? null : String(tags.year)],
    ['comment', tags.description],
    ['description', tags.description],
    ['track', `${place.index}/${place.count}`],
  ]
}

function written(entries: readonly Entry[], chapters: readonly string[]): string {
  const lines = entries.flatMap(([key, value]) => (value ? [`${key}=${escape(value)}`] : []))
  return [';FFMETADATA1', ...lines, ...chapters, ''].join('\n')
}

function escape(text: string): string {
  return tagText(text).replace(/[=;#\\]/g, '\\$&')
}
