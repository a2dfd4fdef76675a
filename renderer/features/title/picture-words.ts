import type { PictureCard, PictureKind, PictureMeans, PictureStyle } from '#shared/models/picture.ts'
import { pluralise } from '#renderer/ui/format.ts'
import type { MarkedState } from '#renderer/ui/state-mark.tsx'

interface KindWords {
  label: string
  /** One of them, within a sentence. */
  one: string
  many: string
  /** What stands in while none is chosen. */
  none: string
  /** Width by height. */
  aspect: string
}

export const KIND_WORDS: Readonly<Record<PictureKind, KindWords>> = {
  cover: {
    label: 'Cover',
    one: 'cover',
    many: 'covers',
    none: 'The studio has set title and author in type. That is the cover until you choose another one.',
    aspect: 'aspect-square',
  },
  thumbnail: {
    label: 'Thumbnail',
    one: 'thumbnail',
    many: 'thumbnails',
    none: 'The picture that stands for a video before it is played. Without one, the cover stands there.',
    aspect: 'aspect-video',
  },
  scene: {
    label: 'Scenes',
    one: 'scene',
    many: 'scenes',
    none: 'A video shows the cover here.',
    aspect: 'aspect-video',
  },
}

const STATES: Readonly<Record<PictureCard['status'], { state: MarkedState; label: string }>> = {
  waiting: { state: 'waiting', label: 'Waiting' },
  drawing: { state: 'running', label: 'Drawing' },
  done: { state: 'done', label: 'Drawn' },
  failed: { state: 'failed', label: 'Not drawn' },
}

export function stateOf({ status }: Pick<PictureCard, 'status'>): { state: MarkedState; label: string } {
  return STATES[status]
}

/** Where a picture comes from, in a word or two. */
export function originOf({ origin, styleId }: PictureCard, styles: readonly PictureStyle[]): string {
  if (origin === 'uploaded') return 'Your own'
  if (origin === 'book') return 'From the book'
  // Only what is painted has a style.
  return styles.find(({ id }) => id === styleId)?.name ?? 'Set in type'
}

/** `1400 × 1400 px`; null before it is known. */
export function sizeOf({ widthPx, heightPx }: PictureCard): string | null {
  return widthPx === null || heightPx === null ? null : `${widthPx} × ${heightPx} px`
}

/** A candidate as a screen reader names it. */
export function nameOf(picture: PictureCard, number: number, styles: readonly PictureStyle[]): string {
  const { status, error } = picture
  const stand =
    status === 'done' ? sizeOf(picture) : `${stateOf(picture).label.toLowerCase()}${error === null ? '' : `: ${error}`}`
  return [`Candidate ${number}`, originOf(picture, styles), stand].filter((part) => part !== null).join(', ')
}

const REMEDY =
  'name a picture workflow in the configuration (images.picture_workflow) and connect a server that runs it'

/** Whether anything can be drawn; not before the studio has said so. */
export function canDrawWith(means: PictureMeans | null): boolean {
  return means !== null && means.manner !== null
}

/** What this studio can draw of a kind, where that is not everything; null when it paints. */
export function limitOf(kind: PictureKind, means: PictureMeans | null): string | null {
  const { many, label } = KIND_WORDS[kind]
  if (means === null) return null
  switch (means.manner) {
    case 'paint':
      return null
    case 'type':
      return `${label === 'Scenes' ? label : `${label}s`} are set in type here: title, author and an ornament. To have them painted, ${REMEDY}.`
    case null:
      return `To have ${many} drawn, ${REMEDY}. Pictures of your own can be uploaded now.`
  }
}

/** `3 of 12 scenes have a picture` */
export function coverageOf(scenes: readonly { chosen: PictureCard | null }[]): string {
  const filled = scenes.filter(({ chosen }) => chosen !== null).length
  if (scenes.length === 1) return `One scene, ${filled === 1 ? 'with' : 'without'} a picture`
  if (filled === 0 || filled === scenes.length) {
    return `${pluralise(scenes.length, 'scene')}, ${filled === 0 ? 'none' : 'all'} with a picture`
  }
  return `${filled} of ${pluralise(scenes.length, 'scene')} ${filled === 1 ? 'has' : 'have'} a picture`
}
