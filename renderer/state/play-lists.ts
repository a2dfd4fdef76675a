import { mediaAddress } from '#shared/contract/media.ts'
import type { ProductionCard, ProductionChapter, ProductionDetails } from '#shared/models/production-card.ts'
import type { TitleFile } from '#shared/models/title-card.ts'
import { mediaUrl } from '../bridge.ts'
import type { PlayItem } from './player.ts'

/** Files that are heard, what is best to listen to first. */
const SOUND_KINDS = ['m4b', 'mp3', 'mp3-parts', 'opus', 'flac'] as const
type SoundKind = (typeof SOUND_KINDS)[number]
const SOUND_TYPES: Readonly<Record<SoundKind, string>> = {
  m4b: 'audio/mp4; codecs="mp4a.40.2"',
  mp3: 'audio/mpeg',
  'mp3-parts': 'audio/mpeg',
  opus: 'audio/ogg; codecs="opus"',
  flac: 'audio/flac',
}

/** The spoken passages of some chapters, one after the other. */
export function passagesOf(card: ProductionCard, chapters: readonly ProductionChapter[]): PlayItem[] {
  const coverUrl = coverOf(card)
  return chapters.flatMap(({ title, chunks }) =>
    chunks.flatMap(({ id, status, version, durationMs }, place) => {
      if (status !== 'done') return []
      const subtitle = `${card.title} · passage ${place + 1} of ${chunks.length}`
      return [{ src: passageSource(id, version), title, subtitle, coverUrl, durationMs }]
    }),
  )
}

export function passageSource(id: number, version: string): string {
  return mediaUrl(mediaAddress.chunk(id, version))
}

/** What there is to hear of a production: the finished book where this browser can play it, else its passages. */
export function listenTo({ card, chapters, files }: ProductionDetails): PlayItem[] {
  const finished = SOUND_KINDS.map((kind) => files.filter((file) => file.kind === kind))
  const playable = finished.find(([first]) => first !== undefined && canPlay(first.kind))
  if (card.status !== 'completed' || playable === undefined) return passagesOf(card, chapters)
  return playable.map((file) => fileToPlay(card, file))
}

export function fileToPlay(card: ProductionCard, file: ProductionDetails['files'][number]): PlayItem {
  return {
    src: mediaUrl(mediaAddress.file(card.bookId, file.fileId)),
    title: card.title,
    subtitle: `${file.name} · read by ${card.narratorName}`,
    coverUrl: coverOf(card),
    durationMs: file.durationSeconds === null ? null : file.durationSeconds * 1000,
  }
}

/** Chromium without the patented codecs plays no AAC. */
export function canPlay(kind: TitleFile['kind']): boolean {
  return isSound(kind) && new Audio().canPlayType(SOUND_TYPES[kind]) !== ''
}

export function isSound(kind: TitleFile['kind']): kind is SoundKind {
  return Object.hasOwn(SOUND_TYPES, kind)
}

function coverOf({ bookId, coverVersion }: ProductionCard): string {
  return mediaUrl(mediaAddress.cover(bookId, coverVersion, 'poster'))
}
