import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { NO_TRIM, type Trim } from '#electron/audio/mastering/plan-master.ts'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { Remedy, ReportRow, SoundMeasures } from '#shared/models/release.ts'
import type { Track } from './recipe.ts'

const TRIMS = z.record(z.string(), z.object({ gainDb: z.number(), ceilingDb: z.number() }))

/** Corrections of single tracks, by `trackId`. */
export type Trims = ReadonlyMap<string, Trim>

/** How far a correction may go: what needs more is not mended by level. */
const MOST_DB = 12
/** Below a limit that a peak has passed. */
const SPARE_DB = 0.3

/** Names a track within its release, whatever it is called. */
export function trackId({ chapterIndex, title }: Pick<Track, 'chapterIndex' | 'title'>): string {
  return chapterIndex === null ? title : `${chapterIndex} ${title}`
}

/** The corrections that earlier measurements have led to; none where the file is not there or not readable. */
export async function readTrims(file: string): Promise<Trims> {
  const text = await readFile(file, 'utf8').catch(() => '{}')
  try {
    return new Map(Object.entries(TRIMS.parse(JSON.parse(text))))
  } catch {
    // They follow from measurements and are found again.
    return new Map()
  }
}

/** Keeps corrections for the next build. */
export async function writeTrims(file: string, trims: Trims): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(Object.fromEntries(trims), null, 2)}\n`)
}

/** A red row as far as level and limiter can mend it, with what was measured there. */
export interface RedRow {
  row: ReportRow
  measures: Pick<SoundMeasures, 'rmsDbfs' | 'loudnessLufs' | 'truePeakDbtp'>
}

/** The corrections with those that these rows ask for; the same map where nothing changes. */
export function correctedTrims(trims: Trims, rows: readonly RedRow[], { level, limits }: DeliveryProfile): Trims {
  const corrected = new Map(trims)
  for (const { row, measures } of rows) {
    const remedies = new Set<Remedy | null>(row.checks.map(({ remedy }) => remedy))
    const known = trims.get(trackId(row)) ?? NO_TRIM
    const found = level.metric === 'rms' ? measures.rmsDbfs : measures.loudnessLufs
    const gainDb = remedies.has('level') && found !== null ? level.level - found : 0
    const peakLimit = Math.min(limits.measures.truePeakDbtp?.max ?? 0, limits.measures.samplePeakDbfs?.max ?? 0)
    const overDb = remedies.has('limit') ? Math.max(0, (measures.truePeakDbtp ?? -Infinity) - peakLimit) + SPARE_DB : 0
    const trim = { gainDb: bounded(known.gainDb + gainDb), ceilingDb: bounded(known.ceilingDb - overDb) }
    if (trim.gainDb !== known.gainDb || trim.ceilingDb !== known.ceilingDb) corrected.set(trackId(row), trim)
  }
  return corrected
}

function bounded(db: number): number {
  return Math.round(Math.max(-MOST_DB, Math.min(MOST_DB, db)) * 100) / 100
}
