import { languageCode, tagText } from './book-tags.ts'
import type { BookTags } from './book-tags.ts'

/** A chapter's place in its file. */
export interface ChapterMark {
  title: string
  startMs: number
  endMs: number
}

/** A tag by ffmpeg's name for it; without a value it is left out. */
export type TagEntry = readonly [string, string | null]

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
  return metadataText([...namedEntries(title, tags), ...bookEntries(tags, part), ['media_type', '2']], chapters)
}

/** The tags of one chapter's FLAC or Opus; of `isShort` only title, album and author. */
export function trackEntries(
  tags: BookTags,
  track: { title: string; index: number; count: number },
  isShort: boolean,
): TagEntry[] {
  const full: TagEntry[] = [...bookEntries(tags, track), ['language', languageCode(tags.language)]]
  return [...namedEntries(track.title, tags), ...(isShort ? [] : full)]
}

function namedEntries(title: string, tags: BookTags): TagEntry[] {
  return [
    ['title', title],
    ['album', tags.title],
    ['artist', tags.author],
  ]
}

function bookEntries(tags: BookTags, place: { index: number; count: number }): TagEntry[] {
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

/** Tags and chapters as ffmpeg's own format. */
export function metadataText(entries: readonly TagEntry[], chapters: readonly string[] = []): string {
  const lines = entries.flatMap(([key, value]) => (value ? [`${key}=${escape(value)}`] : []))
  return [';FFMETADATA1', ...lines, ...chapters, ''].join('\n')
}

function escape(text: string): string {
  return tagText(text).replace(/[=;#\\]/g, '\\$&')
}
