import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { languageCode } from '../book-tags.ts'
import { embeddedCover } from '../embedded-cover.ts'
import { ffmetadata } from '../ffmetadata.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { subtitleTrack } from './subtitle-track.ts'
import type { VideoLook, VideoPart } from './video-part.ts'

/** Ticks of the picture track: 512 a frame at 25 frames a second, as ffmpeg would choose for a file. */
const TICKS_PER_FRAME = 512

/** Puts joined pictures, the part's sound, marks, subtitles and cover into an MP4 that plays while it loads; nothing is encoded. */
export async function muxVideo(
  output: string,
  { joinedFile, audioFile }: { joinedFile: string; audioFile: string },
  part: VideoPart,
  context: {
    ffmpeg: Ffmpeg
    look: VideoLook
    tempDir: string
    signal?: AbortSignal | undefined
    /** Length written so far. */
    onProgress?: ((outTimeMs: number) => void) | undefined
  },
): Promise<void> {
  const { ffmpeg, look, tempDir, signal, onProgress } = context
  const metadataFile = join(tempDir, 'metadata.txt')
  const subtitleFile = join(tempDir, 'subtitles.vtt')
  const hasSubtitles = look.subtitles === 'attached' && part.cues.length > 0
  await writeFile(metadataFile, ffmetadata(part.tags, part.chapters, part))
  await writeFile(subtitleFile, hasSubtitles ? subtitleTrack(part.cues) : '')
  const coverFile = await embeddedCover(part.cover.file, { ffmpeg, tempDir, signal })
  const language = `language=${languageCode(part.tags.language)}`
  const inputs = [
    ...['-f', 'h264', '-framerate', String(look.framesPerSecond), '-i', joinedFile, '-i', audioFile],
    ...['-f', 'ffmetadata', '-i', metadataFile, '-f', 'jpeg_pipe', '-i', coverFile],
    ...(hasSubtitles ? ['-f', 'webvtt', '-i', subtitleFile] : []),
  ]
  const subtitles = ['-map', '4:s', '-c:s', 'mov_text', '-metadata:s:s:0', language]
  const streams = [
    ...['-map', '0:v', '-map', '1:a:0', '-map', '3:v', '-c:v', 'copy', '-c:a', 'copy'],
    ...['-metadata:s:v:0', language, '-metadata:s:a:0', language, '-disposition:v:1', 'attached_pic'],
    ...(hasSubtitles ? subtitles : []),
  ]
  await runFfmpeg(
    ffmpeg,
    [
      ...[...inputs, ...streams, '-map_metadata', '2', '-map_chapters', '2'],
      // A part's metadata calls it an audiobook, which would bring the video among the books of a library.
      ...['-metadata', 'media_type=', '-fflags', '+bitexact'],
      ...['-video_track_timescale', String(TICKS_PER_FRAME * look.framesPerSecond)],
      ...['-movflags', '+faststart', '-f', 'mp4', output],
    ],
    { signal, onProgress },
  )
}
