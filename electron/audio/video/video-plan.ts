import { createHash } from 'node:crypto'
import type { Cue } from '../subtitles/cue.ts'
import type { VideoLook, VideoPart } from './video-part.ts'
import { planViews, type View } from './video-views.ts'

/** Raise it when the same inputs are to give other pictures. */
const DRAWING_VERSION = 1
const KEY_CHARACTERS = 20

/** A picture that stands still, with all that is written on it. */
export interface Still extends View {
  key: string
  /** Lines of a burned subtitle. */
  caption: readonly string[] | null
}

/** One still passing into another. */
export interface Fade {
  key: string
  from: Still
  to: Still
  frames: number
}

/** A stretch of the video. */
export type VideoRun = { kind: 'hold'; still: Still; frames: number } | { kind: 'fade'; fade: Fade; frames: number }

/** A video as a row of stretches, and what must be encoded for them, each once. */
export interface VideoPlan {
  frames: number
  runs: readonly VideoRun[]
  stills: readonly Still[]
  fades: readonly Fade[]
  /** Of the pictures that prolong a still. */
  skipsKey: string
}

/**
 * Plans a video frame by frame.
 *
 * Keys name everything that a still or fade is made from, the encoder included, and nothing of its time or its neighbours:
 * what is moved by a longer sentence before it is not made anew.
 */
export function planVideo(part: VideoPart, look: VideoLook, encoder: string): VideoPlan {
  const toFrame = (ms: number): number => Math.round((ms * look.framesPerSecond) / 1000)
  const total = Math.max(2, toFrame(part.durationMs))
  const key = (...parts: unknown[]): string => {
    const { widthPx, heightPx, framesPerSecond, crf } = look
    const made = JSON.stringify([DRAWING_VERSION, encoder, widthPx, heightPx, framesPerSecond, crf, ...parts])
    return createHash('sha256').update(made).digest('hex').slice(0, KEY_CHARACTERS)
  }
  const stills = new Map<string, Still>()
  const fades = new Map<string, Fade>()
  const stillOf = (view: View, caption: Still['caption']): Still => {
    const { layout, picture, kicker, heading } = view
    const made = { ...view, caption, key: key('still', layout, picture.key, kicker, heading, caption) }
    stills.set(made.key, stills.get(made.key) ?? made)
    return stills.get(made.key) ?? made
  }
  const fadeOf = (from: Still, to: Still, frames: number): Fade => {
    const made = { from, to, frames, key: key('fade', from.key, to.key, frames) }
    fades.set(made.key, made)
    return made
  }
  const captions = look.subtitles === 'burned' ? captionChanges(part.cues, toFrame) : []
  const views = planViews(part, look).map(({ startMs, view }) => ({ start: toFrame(startMs), view }))
  const runs = views.flatMap(({ start, view }, index): VideoRun[] => {
    const next = views[index + 1]
    const end = next?.start ?? total
    const fadeFrames = next ? fadeLength(end - start, toFrame(look.fadeMs)) : 0
    const holds = split(captions, start, end - fadeFrames).map(({ caption, frames }): VideoRun => ({
      kind: 'hold',
      still: stillOf(view, caption),
      frames,
    }))
    if (!next || fadeFrames === 0) return holds
    const caption = captionAt(captions, end - fadeFrames)
    const fade = fadeOf(stillOf(view, caption), stillOf(next.view, caption), fadeFrames)
    return [...holds, { kind: 'fade', fade, frames: fadeFrames }]
  })
  return { frames: total, runs, stills: [...stills.values()], fades: [...fades.values()], skipsKey: key('skips') }
}

/** Nothing shorter than two frames: two keyframes may not follow each other. */
function fadeLength(viewFrames: number, wanted: number): number {
  const frames = Math.min(wanted, Math.floor(viewFrames / 2))
  return frames >= 2 ? frames : 0
}

interface CaptionChange {
  frame: number
  caption: readonly string[] | null
}

function captionChanges(cues: readonly Cue[], toFrame: (ms: number) => number): CaptionChange[] {
  return cues.flatMap((cue, index) => {
    const start = toFrame(cue.startMs)
    const end = toFrame(cue.endMs)
    const next = cues[index + 1]
    const change: CaptionChange[] = end - start < 2 ? [] : [{ frame: start, caption: cue.lines }]
    // A gap too short to be seen is none.
    return next && toFrame(next.startMs) - end < 2 ? change : [...change, { frame: end, caption: null }]
  })
}

function captionAt(changes: readonly CaptionChange[], frame: number): Still['caption'] {
  return changes.findLast((change) => change.frame <= frame)?.caption ?? null
}

/** A stretch cut where its caption changes, into pieces of at least two frames. */
function split(
  changes: readonly CaptionChange[],
  start: number,
  end: number,
): { caption: Still['caption']; frames: number }[] {
  const inside = changes.filter(({ frame }) => frame >= start + 2 && frame <= end - 2)
  const starts = [{ frame: start, caption: captionAt(changes, start + 1) }, ...inside]
  return starts.map(({ frame, caption }, index) => ({
    caption,
    frames: (starts[index + 1]?.frame ?? end) - frame,
  }))
}
