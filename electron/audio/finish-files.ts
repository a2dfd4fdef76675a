import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { AAC_FRAME_SAMPLES, findJoinable, joinAdts } from './adts.ts'
import { languageCode, tagText } from './book-tags.ts'
import type { BookTags } from './book-tags.ts'
import type { CodecSettings } from './codec.ts'
import { mp3DurationMs } from './encode-chapter.ts'
import { ffmetadata, metadataText, trackEntries } from './ffmetadata.ts'
import type { ChapterMark, TagEntry } from './ffmetadata.ts'
import { id3Tag } from './id3.ts'
import { appendMp3s, mp3Marks } from './mp3-join.ts'
import { withOpusTags } from './ogg-tags.ts'
import { pictureBlock } from './picture-block.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { verifyFile } from './verify-file.ts'

export interface FinishContext {
  ffmpeg: Ffmpeg
  tags: BookTags
  /** Only title, author and album, as LibriVox wants it. */
  isShort: boolean
  /** The JPEG to embed. */
  coverFile: string | null
  settings: CodecSettings
  /** Beside which temporary files are written: the output's own name with something behind it. */
  signal?: AbortSignal | undefined
}

/** An encoded chapter. */
export interface EncodedChapter {
  title: string
  file: string
}

/** A file's place among its like, from 1. */
export interface PartPlace {
  index: number
  count: number
}

/** What a finished file turned out to be. */
export interface FinishedFile {
  durationMs: number
  /** In the file's own time; empty for a file of one chapter. */
  marks: ChapterMark[]
}

const EXACT = ['-fflags', '+bitexact']

/** Where the chapters of a part begin once their AAC is joined, counted in frames, so that it holds at the end of a long book. */
export async function joinedMarks(
  chapters: readonly EncodedChapter[],
  { sampleRateHz }: Pick<CodecSettings, 'sampleRateHz'>,
): Promise<ChapterMark[]> {
  const frameMs = (AAC_FRAME_SAMPLES * 1000) / sampleRateHz
  const counts: number[] = []
  for (const { file } of chapters) counts.push((await findJoinable(file)).frameCount)
  return marksOf(
    chapters,
    counts.map((count) => count * frameMs),
  )
}

/** Joins a part's chapters into one M4B without encoding and reads it back. */
export async function finishM4b(
  output: string,
  chapters: readonly EncodedChapter[],
  part: PartPlace,
  context: FinishContext,
): Promise<FinishedFile> {
  const { ffmpeg, tags, coverFile, settings, signal } = context
  const joinedFile = `${output}.aac`
  const metadataFile = `${output}.txt`
  await joinAdts(
    chapters.map(({ file }) => file),
    joinedFile,
  )
  const marks = await joinedMarks(chapters, settings)
  await writeFile(metadataFile, ffmetadata(tags, marks, part))
  const cover = coverFile === null ? [] : ['-f', 'jpeg_pipe', '-i', coverFile]
  const coverStream = coverFile === null ? [] : ['-map', '2:v', '-disposition:v:0', 'attached_pic']
  await runFfmpeg(
    ffmpeg,
    [
      ...['-f', 'aac', '-i', joinedFile, '-f', 'ffmetadata', '-i', metadataFile, ...cover],
      ...['-map', '0:a', ...coverStream, '-map_metadata', '1', '-map_chapters', '1', '-c', 'copy', ...EXACT],
      ...['-metadata:s:a:0', `language=${languageCode(tags.language)}`],
      ...['-movflags', '+faststart', '-f', 'ipod', output],
    ],
    { signal },
  )
  await Promise.all([rm(joinedFile), rm(metadataFile)])
  const durationMs = marks.at(-1)?.endMs ?? 0
  await verifyFile(output, { durationMs, title: tags.title, tags, hasCover: coverFile !== null, marks }, ffmpeg)
  return { durationMs, marks }
}

/** Puts the tags before a chapter's MP3 and reads it back. */
export async function finishMp3(
  output: string,
  chapter: EncodedChapter & PartPlace,
  { ffmpeg, tags, isShort, coverFile, settings, signal }: FinishContext,
): Promise<FinishedFile> {
  const cover = await pictureOf(coverFile)
  await writeFile(output, id3Tag(tags, { ...chapter, isShort }, cover))
  await pipeline(createReadStream(chapter.file), createWriteStream(output, { flags: 'a' }), { signal })
  const durationMs = await mp3DurationMs(chapter.file, settings)
  const expected = { durationMs, title: chapter.title, tags, hasCover: cover !== null, marks: [], isShort }
  await verifyFile(output, expected, ffmpeg)
  return { durationMs, marks: [] }
}

/** Joins a part's chapters into one MP3 with chapter marks, without encoding, and reads it back. */
export async function finishMp3Part(
  output: string,
  chapters: readonly EncodedChapter[],
  part: PartPlace & { title: string },
  { ffmpeg, tags, isShort, coverFile, settings, signal }: FinishContext,
): Promise<FinishedFile> {
  const framesFile = `${output}.frames`
  await rm(framesFile, { force: true })
  const files = chapters.map(({ file }) => file)
  await appendMp3s(files, framesFile, settings, signal)
  const marks = await mp3Marks(chapters, settings)
  const cover = await pictureOf(coverFile)
  await writeFile(output, id3Tag(tags, { ...part, marks, isShort }, cover))
  await pipeline(createReadStream(framesFile), createWriteStream(output, { flags: 'a' }), { signal })
  await rm(framesFile)
  const durationMs = marks.at(-1)?.endMs ?? 0
  const expected = { durationMs, title: part.title, tags, hasCover: cover !== null, marks, isShort }
  await verifyFile(output, expected, ffmpeg)
  return { durationMs, marks }
}

/** Gives a chapter's FLAC or Opus its tags and cover without encoding, and reads it back. */
export async function finishTagged(
  codec: 'flac' | 'opus',
  output: string,
  chapter: EncodedChapter & PartPlace,
  context: FinishContext,
): Promise<FinishedFile> {
  const { ffmpeg, tags, isShort, coverFile } = context
  const entries = trackEntries(tags, chapter, isShort)
  if (codec === 'flac') await tagFlac(output, chapter.file, entries, context)
  else await tagOpus(output, chapter.file, entries, coverFile)
  const hasCover = coverFile !== null
  const expected = { durationMs: null, title: chapter.title, tags, hasCover, marks: [], isShort }
  return { durationMs: await verifyFile(output, expected, ffmpeg), marks: [] }
}

async function tagFlac(
  output: string,
  file: string,
  entries: readonly TagEntry[],
  { ffmpeg, coverFile, signal }: FinishContext,
): Promise<void> {
  const metadataFile = `${output}.txt`
  await writeFile(metadataFile, metadataText(entries))
  const cover = coverFile === null ? [] : ['-f', 'jpeg_pipe', '-i', coverFile]
  const coverStream = coverFile === null ? [] : ['-map', '2:v', '-disposition:v:0', 'attached_pic']
  const inputs = ['-f', 'flac', '-i', file, '-f', 'ffmetadata', '-i', metadataFile, ...cover]
  const streams = ['-map', '0:a', ...coverStream, '-map_metadata', '1', '-c', 'copy', ...EXACT]
  await runFfmpeg(ffmpeg, [...inputs, ...streams, '-f', 'flac', output], { signal })
  await rm(metadataFile)
}

/** What Ogg calls otherwise than ffmpeg does. */
const OGG_NAMES = new Map([
  ['album_artist', 'ALBUMARTIST'],
  ['comment', 'DESCRIPTION'],
  ['track', 'TRACKNUMBER'],
])

/** Written here, since ffmpeg 4 cuts a tag at 1 KB, and the cover is a tag in Ogg. */
async function tagOpus(
  output: string,
  file: string,
  entries: readonly TagEntry[],
  coverFile: string | null,
): Promise<void> {
  const comments = new Map<string, string>()
  for (const [key, value] of entries) if (value) comments.set(OGG_NAMES.get(key) ?? key.toUpperCase(), tagText(value))
  const cover = await pictureOf(coverFile)
  if (cover !== null) comments.set('METADATA_BLOCK_PICTURE', pictureBlock(cover).toString('base64'))
  await writeFile(output, withOpusTags(await readFile(file), [...comments]))
}

async function pictureOf(coverFile: string | null): Promise<Buffer | null> {
  return coverFile === null ? null : readFile(coverFile)
}

function marksOf(chapters: readonly EncodedChapter[], durationsMs: readonly number[]): ChapterMark[] {
  let endMs = 0
  return chapters.map(({ title }, index) => {
    const startMs = endMs
    endMs += durationsMs[index] ?? 0
    return { title, startMs, endMs }
  })
}
