import { basename } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { languageCode, tagText } from '../book-tags.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfprobe } from '../run-ffmpeg.ts'
import type { VideoLook, VideoPart } from './video-part.ts'

/** What a finished video says about itself. */
export interface VideoFacts {
  /** Of the longer of picture and sound. */
  durationMs: number
  pictureMs: number
  soundMs: number
}

interface ProbedStream {
  codec_type: string
  codec_name: string
  profile?: string
  width?: number
  height?: number
  pix_fmt?: string
  avg_frame_rate?: string
  duration?: string
  nb_frames?: string
  disposition: { attached_pic: number }
  tags?: Record<string, string>
}

interface Probed {
  streams: ProbedStream[]
  chapters: { start_time: string; tags?: { title?: string } }[]
}

const MARK_TOLERANCE_MS = 2
/** Picture and sound may end so far apart; the studio promises 50 ms at any place. */
const END_TOLERANCE_MS = 50

/** Reads a finished video back and returns its lengths; `media.fileIncomplete` names what is not as it should be. */
export async function verifyVideo(
  file: string,
  expected: { part: VideoPart; look: VideoLook; frames: number },
  ffmpeg: Ffmpeg,
): Promise<VideoFacts> {
  const { part, look, frames } = expected
  const probed = (await runFfprobe(ffmpeg, file, ['-show_streams', '-show_chapters'])) as Probed
  const { streams, chapters } = probed
  const isCover = (stream: ProbedStream): boolean => stream.disposition.attached_pic === 1
  const picture = streams.find((stream) => stream.codec_type === 'video' && !isCover(stream))
  const sound = streams.find((stream) => stream.codec_type === 'audio')
  const subtitles = streams.filter((stream) => stream.codec_name === 'mov_text')
  const hasSubtitles = look.subtitles === 'attached' && part.cues.length > 0
  const pictureMs = Number(picture?.duration) * 1000
  const soundMs = Number(sound?.duration) * 1000
  const language = languageCode(part.tags.language)
  const faults = [
    !streams.some(isCover) && 'the cover is missing',
    (picture?.codec_name !== 'h264' || picture.profile !== 'High' || picture.pix_fmt !== 'yuv420p') &&
      `its pictures are ${picture?.codec_name} ${picture?.profile} ${picture?.pix_fmt}`,
    (picture?.width !== look.widthPx || picture.height !== look.heightPx) &&
      `it is ${picture?.width} × ${picture?.height} pixels`,
    picture?.avg_frame_rate !== `${look.framesPerSecond}/1` && `it has ${picture?.avg_frame_rate} frames a second`,
    Number(picture?.nb_frames) !== frames && `it has ${picture?.nb_frames} of ${frames} frames`,
    sound?.codec_name !== 'aac' && `its sound is ${sound?.codec_name ?? 'missing'}`,
    !(Math.abs(soundMs - part.durationMs) <= END_TOLERANCE_MS) && `its sound lasts ${soundMs} ms`,
    !(Math.abs(pictureMs - soundMs) <= END_TOLERANCE_MS) &&
      `its pictures last ${pictureMs} ms and its sound ${soundMs} ms`,
    subtitles.length !== (hasSubtitles ? 1 : 0) && `it has ${subtitles.length} subtitle tracks`,
    hasSubtitles &&
      subtitles[0]?.tags?.['language'] !== language &&
      'its subtitles are not in the language of the book',
    chapters.length !== part.chapters.length && `it has ${chapters.length} chapters`,
    ...part.chapters.map(({ title, startMs }, index) => {
      const found = chapters[index]
      const isThere = (found?.tags?.title ?? '') === tagText(title)
      const isInTime = Math.abs(Number(found?.start_time) * 1000 - startMs) <= MARK_TOLERANCE_MS
      return !(isThere && isInTime) && `chapter ${index + 1} is not "${title}" at ${startMs.toFixed(0)} ms`
    }),
  ].filter((fault) => fault !== false)
  if (faults.length > 0) {
    const message = `${basename(file)} was not written as planned: ${faults.slice(0, 5).join('; ')}.`
    throw new AppError('media.fileIncomplete', message, { data: { faults } })
  }
  return { durationMs: Math.max(pictureMs, soundMs), pictureMs, soundMs }
}
