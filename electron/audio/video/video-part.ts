import type { BookTags } from '../book-tags.ts'
import type { ChapterMark } from '../ffmetadata.ts'
import type { Cue } from '../subtitles/cue.ts'

/** A picture on the disk. */
export interface Picture {
  file: string
  /** Of its content: equal keys are equal pictures. */
  key: string
}

/** A picture of a scene, shown from its paragraph on until the next one or the chapter's end. */
export interface VideoShot extends Picture {
  startMs: number
}

/** All that a video of one part is made from; times are those of its sound. */
export interface VideoPart {
  index: number
  count: number
  durationMs: number
  tags: BookTags
  /** Contiguous, from 0 to the end. */
  chapters: readonly ChapterMark[]
  /** In order of time. */
  shots: readonly VideoShot[]
  /** In order of time, without overlap. */
  cues: readonly Cue[]
  cover: Picture
  /** How long the opening credits sound: until then the cover is shown without a chapter's name. */
  openingMs: number
}

/** How videos look and how they are encoded. */
export interface VideoLook {
  widthPx: number
  heightPx: number
  framesPerSecond: number
  /** Each chapter begins with its title for so long; 0 for no such cards. */
  cardMs: number
  /** A picture has come when its time has come: the fade lies before it. */
  fadeMs: number
  /** A player can jump to a moment at least this often. */
  keyframeMs: number
  /** x264's quality: lower is better and larger. */
  crf: number
  /** `attached` is a track that viewers switch on, `burned` is part of the picture. */
  subtitles: 'attached' | 'burned' | 'none'
}

/** 1080p as video platforms want it. */
export const VIDEO_LOOK: VideoLook = {
  widthPx: 1920,
  heightPx: 1080,
  framesPerSecond: 25,
  cardMs: 6000,
  fadeMs: 1000,
  keyframeMs: 10_000,
  crf: 24,
  subtitles: 'attached',
}
