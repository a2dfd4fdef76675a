import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AAC_FRAME_SAMPLES, joinAdts } from './adts.ts'
import { languageCode } from './book-tags.ts'
import type { BookTags } from './book-tags.ts'
import { mp3DurationMs } from './encode-chapter.ts'
import type { EncodingSettings } from './encode-chapter.ts'
import { ffmetadata } from './ffmetadata.ts'
import type { ChapterMark } from './ffmetadata.ts'
import { id3Tag } from './id3.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { syncFile } from './sync-file.ts'
import { verifyFile } from './verify-file.ts'

export interface FinishContext {
  ffmpeg: Ffmpeg
  tags: BookTags
  /** The JPEG to embed. */
  coverFile: string | null
  encoding: EncodingSettings
  tempDir: string
  signal?: AbortSignal | undefined
}

/** An encoded chapter. */
export interface EncodedChapter {
  title: string
  file: string
}

/** Joins a part's chapters into one M4B without encoding, reads it back and returns its length and chapter marks. */
export async function finishM4b(
  output: string,
  chapters: readonly EncodedChapter[],
  part: { index: number; count: number },
  context: FinishContext,
): Promise<{ durationMs: number; chapters: ChapterMark[] }> {
  const { ffmpeg, tags, coverFile, encoding, tempDir, signal } = context
  const joinedFile = join(tempDir, `part-${part.index}.aac`)
  const metadataFile = join(tempDir, `part-${part.index}.txt`)
  const frames = await joinAdts(
    chapters.map(({ file }) => file),
    joinedFile,
  )
  // The marks are counted in the frames that were written, so that they hold at the end of a long book too.
  let frameCount = 0
  const msAt = (count: number): number => (count * AAC_FRAME_SAMPLES * 1000) / encoding.sampleRateHz
  const marks = chapters.map(({ title }, index): ChapterMark => {
    const startMs = msAt(frameCount)
    frameCount += frames[index] ?? 0
    return { title, startMs, endMs: msAt(frameCount) }
  })
  await writeFile(metadataFile, ffmetadata(tags, marks, part))
  const cover = coverFile === null ? [] : ['-f', 'jpeg_pipe', '-i', coverFile]
  const coverStream = coverFile === null ? [] : ['-map', '2:v', '-disposition:v:0', 'attached_pic']
  await runFfmpeg(
    ffmpeg,
    [
      ...['-f', 'aac', '-i', joinedFile, '-f', 'ffmetadata', '-i', metadataFile, ...cover],
      ...['-map', '0:a', ...coverStream, '-map_metadata', '1', '-map_chapters', '1', '-c', 'copy'],
      ...['-metadata:s:a:0', `language=${languageCode(tags.language)}`],
      ...['-movflags', '+faststart', '-f', 'ipod', output],
    ],
    { signal },
  )
  await rm(joinedFile)
  const durationMs = msAt(frameCount)
  const hasCover = coverFile !== null
  await verifyFile(output, { durationMs, title: tags.title, tags, hasCover, chapters: marks }, ffmpeg)
  await syncFile(output)
  return { durationMs, chapters: marks }
}

/** Puts the tags before a chapter's MP3, reads it back and returns its length in milliseconds. */
export async function finishMp3(
  output: string,
  chapter: EncodedChapter & { index: number; count: number },
  { ffmpeg, tags, coverFile, encoding, signal }: FinishContext,
): Promise<number> {
  const cover = coverFile === null ? null : await readFile(coverFile)
  await writeFile(output, id3Tag(tags, chapter, cover))
  await pipeline(createReadStream(chapter.file), createWriteStream(output, { flags: 'a' }), { signal })
  const durationMs = await mp3DurationMs(chapter.file, encoding)
  const hasCover = coverFile !== null
  await verifyFile(output, { durationMs, title: chapter.title, tags, hasCover, chapters: [] }, ffmpeg)
  await syncFile(output)
  return durationMs
}
