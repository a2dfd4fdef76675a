import { basename } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { tagText } from './book-tags.ts'
import type { BookTags } from './book-tags.ts'
import type { ChapterMark } from './ffmetadata.ts'
import { runFfprobe } from './run-ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'

interface Probed {
  format: { duration: string; tags?: Record<string, string> }
  streams: { codec_type: string; disposition: { attached_pic: number }; tags?: Record<string, string> }[]
  chapters: { start_time: string; tags?: { title?: string } }[]
}

/** An encoder's delay and padding, which some readers count in. */
const DURATION_TOLERANCE_MS = 100
const MARK_TOLERANCE_MS = 2

/** Reads a finished file back and returns its length; `media.fileIncomplete` names what is missing in it. */
export async function verifyFile(
  file: string,
  expected: {
    /** Null where only the file itself knows. */
    durationMs: number | null
    title: string
    tags: BookTags
    hasCover: boolean
    marks: readonly ChapterMark[]
    isShort?: boolean
  },
  ffmpeg: Ffmpeg,
): Promise<number> {
  const { format, streams, chapters } = (await runFfprobe(ffmpeg, file, [
    ...['-show_format', '-show_streams', '-show_chapters'],
  ])) as Probed
  const { tags } = expected
  const durationMs = Number(format.duration) * 1000
  // Ogg keeps its tags with the stream.
  const entries = [...streams.map((stream) => stream.tags ?? {}), format.tags ?? {}].flatMap(Object.entries<string>)
  const found = entries.map(([key, value]) => [key.toLowerCase(), value] as const)
  const tag = (key: string): string => new Map(found).get(key) ?? ''
  const faults = [
    !(Math.abs(durationMs - (expected.durationMs ?? durationMs)) <= DURATION_TOLERANCE_MS) &&
      `it lasts ${durationMs} ms in place of ${expected.durationMs?.toFixed(0)} ms`,
    !streams.some((stream) => stream.codec_type === 'audio') && 'the sound is missing',
    !tag('title').startsWith(tagText(expected.title)) && `its title is "${tag('title')}"`,
    tag('artist') !== tagText(tags.author) && `its author is "${tag('artist')}"`,
    tag('album') !== tagText(tags.title) && `its album is "${tag('album')}"`,
    expected.isShort !== true && tag('composer') !== tagText(tags.narrator) && `its narrator is "${tag('composer')}"`,
    streams.some((stream) => stream.disposition.attached_pic === 1) !== expected.hasCover && 'its cover is wrong',
    chapters.length !== expected.marks.length && `it has ${chapters.length} chapters`,
    ...expected.marks.map(
      (mark, index) =>
        (chapters[index]?.tags?.title ?? '') !== tagText(mark.title) && `chapter ${index + 1} is not "${mark.title}"`,
    ),
    ...expected.marks.map(
      (mark, index) =>
        !(Math.abs(Number(chapters[index]?.start_time) * 1000 - mark.startMs) <= MARK_TOLERANCE_MS) &&
        `chapter ${index + 1} does not start at ${mark.startMs.toFixed(0)} ms`,
    ),
  ].filter((fault) => fault !== false)
  if (faults.length > 0) {
    const message = `${basename(file)} was not written as planned: ${faults.slice(0, 5).join('; ')}.`
    throw new AppError('media.fileIncomplete', message, { data: { faults } })
  }
  return durationMs
}
