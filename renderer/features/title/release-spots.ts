import { signed } from '#shared/models/check-words.ts'
import { mediaAddress } from '#shared/contract/media.ts'
import type { TitleCard } from '#shared/models/title-card.ts'
import type { CheckId, ReleaseCard, ReleaseReport, SoundSpot } from '#shared/models/release.ts'
import { mediaUrl } from '#renderer/bridge.ts'
import { canPlay } from '#renderer/state/play-lists.ts'
import type { PlayItem } from '#renderer/state/player.ts'
import { releaseKey } from '#renderer/state/releases.ts'
import { formatClock, formatDuration, pluralise } from '#renderer/ui/format.ts'
import { gateRows, isRed, type GateRow } from './release-gate-table.ts'
import { spotName } from './release-words.ts'

/** So much is heard before a spot, and after it. */
const LEAD_MS = 3000
const TRAIL_MS = 1500
/** Of a long run the beginning says enough. */
const LONGEST_MS = 6000
const MOST_SPOTS = 60

/** What was measured at a spot, as people say it. */
const FIGURES: Readonly<Record<SoundSpot['kind'], (value: number) => string>> = {
  loudest: (lufs) => `${signed(lufs, 1)} LUFS`,
  quietest: (lufs) => `${signed(lufs, 1)} LUFS`,
  noisiest: (dbfs) => `${signed(dbfs, 1)} dB`,
  clipped: (samples) => pluralise(samples, 'sample'),
  silent: formatDuration,
}

/** Where one hears what a red cell is about. */
const HEARD_AT: Partial<Record<CheckId, readonly SoundSpot['kind'][]>> = {
  rmsDbfs: ['loudest', 'quietest'],
  loudnessLufs: ['loudest', 'quietest'],
  loudnessRangeLu: ['loudest', 'quietest'],
  truePeakDbtp: ['loudest'],
  samplePeakDbfs: ['loudest'],
  noiseFloorDbfs: ['noisiest'],
  digitalSilenceMs: ['silent'],
  clippedSamples: ['clipped'],
}

/** A place of a release to listen to, and in which row it is. */
export interface Spot {
  row: GateRow
  spot: SoundSpot
}

/** The spots of a row, worst first: those that its red cells are about. */
export function spotsOf(row: GateRow): Spot[] {
  if (!canPlay(row.row.kind)) return []
  const about = redKinds(row)
  return [...row.row.spots]
    .sort((a, b) => Number(about.has(b.kind)) - Number(about.has(a.kind)))
    .map((spot) => ({ row, spot }))
}

/** What red cells are about, row after row; where nothing red can be heard, the first spot of each kind at its extreme. */
export function worstSpots(report: ReleaseReport): Spot[] {
  const rows = gateRows(report)
  const red = rows.flatMap((row) => {
    const about = redKinds(row)
    return spotsOf(row).filter(({ spot }) => about.has(spot.kind))
  })
  if (red.length > 0) return red.slice(0, MOST_SPOTS)
  const extremes = new Map<SoundSpot['kind'], Spot>()
  for (const found of rows.flatMap(spotsOf)) {
    const known = extremes.get(found.spot.kind)
    if (known === undefined || isWorse(found.spot, known.spot)) extremes.set(found.spot.kind, found)
  }
  return [...extremes.values()]
}

/** What the player is to play: each spot from a moment before it to a moment after. */
export function playSpots(title: TitleCard, card: ReleaseCard, spots: readonly Spot[]): PlayItem[] {
  const coverUrl = mediaUrl(mediaAddress.cover(title.bookId, title.coverVersion, 'poster'))
  return spots.map(({ row, spot }, place) => {
    const startMs = Math.max(0, spot.atMs - LEAD_MS)
    const endMs = spot.atMs + Math.min(spot.lengthMs, LONGEST_MS) + TRAIL_MS
    const count = spots.length === 1 ? '' : `${place + 1} of ${spots.length} · `
    return {
      src: mediaUrl(mediaAddress.release(card.productionId, card.profileId, row.row.file, card.measuredAt ?? '')),
      title: row.row.title,
      subtitle: `${count}${spotWords(spot)} at ${formatClock(spot.atMs)}`,
      coverUrl,
      durationMs: null,
      stretch: { place: spotPlace(card, row.place), startMs, endMs },
    }
  })
}

/** What a stretch of the player names as its place when it is in this row. */
export function spotPlace(card: ReleaseCard, row: number): string {
  return `${releaseKey(card)} ${row}`
}

/** `Loudest, −14.2 LUFS`. */
export function spotWords({ kind, value }: SoundSpot): string {
  return `${spotName(kind)}, ${FIGURES[kind](value)}`
}

function redKinds({ row }: GateRow): Set<SoundSpot['kind']> {
  return new Set(row.checks.filter(isRed).flatMap(({ id }) => HEARD_AT[id] ?? []))
}

function isWorse(a: SoundSpot, b: SoundSpot): boolean {
  return a.kind === 'quietest' ? a.value < b.value : a.value > b.value
}
