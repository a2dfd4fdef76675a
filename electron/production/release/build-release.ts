import { join } from 'node:path'
import type { ProductionServices } from '../step.ts'
import { removeParts, writeFileAtomic } from '#electron/library/atomic-file.ts'
import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { ReleaseReport, ReportRow } from '#shared/models/release.ts'
import { buildEdition, type EditionPlaces } from './build-edition.ts'
import { isRed, judgeRelease } from './gate.ts'
import { writeManifest } from './manifest.ts'
import { measureRelease, type MeasuredRelease } from './measure-release.ts'
import type { Edition } from './open-edition.ts'
import { reportHtml } from './report-html.ts'
import { correctedTrims, type RedRow, type Trims } from './trims.ts'
import { wholeFacts } from './whole-facts.ts'

/** Names of what lies beside the files of a release. */
export const REPORT_FILES = { json: 'report.json', html: 'report.html' } as const

export interface ReleaseOptions extends Pick<ProductionServices, 'ffmpeg' | 'measurer'> {
  profile: DeliveryProfile
  places: EditionPlaces
  narratorName: string
  /** Lays the edition out with these corrections. */
  open: (trims: Trims) => Promise<Edition>
  trims: Trims
  /** Keeps corrections that were found. */
  keepTrims: (trims: Trims) => Promise<void>
  signal?: AbortSignal | undefined
  onProgress?: ((progress: { value: number; activity: string }) => void) | undefined
}

/** How often a chapter that missed its level is brought to it again. */
const MOST_CORRECTIONS = 2
/** The share of the work that building is; the rest is measuring. */
const BUILDING_SHARE = 0.8

/**
 * Builds a release, measures every finished file, and mends what level and limiter can mend, chapter by chapter.
 *
 * The report and its printable page lie in the folder of the release.
 */
export async function buildRelease(options: ReleaseOptions): Promise<ReleaseReport> {
  let trims = options.trims
  for (let round = 0; ; round++) {
    const { report, measured } = await buildOnce(options, trims, round > 0)
    const red = redRows(report, measured)
    const corrected = correctedTrims(trims, red, options.profile)
    const isMended = [...corrected].every(([id, trim]) => trims.get(id) === trim)
    if (red.length === 0 || isMended || round === MOST_CORRECTIONS) return report
    trims = corrected
    await options.keepTrims(trims)
  }
}

async function buildOnce(
  options: ReleaseOptions,
  trims: Trims,
  isCorrection: boolean,
): Promise<{ report: ReleaseReport; measured: MeasuredRelease }> {
  const { ffmpeg, measurer, profile, places, narratorName, signal, onProgress } = options
  const { recipe, pictures, products } = await options.open(trims)
  const building = isCorrection ? 'Bringing chapters to their level' : 'Building'
  const built = await buildEdition({
    ...{ ffmpeg, measurer, recipe, pictures, products, places, signal, isThorough: true },
    onProgress: (value) => onProgress?.({ value: value * BUILDING_SHARE, activity: building }),
  })
  const measured = await measureRelease(built, {
    ...{ ffmpeg, measurer, recipe, products, dir: places.dir, signal },
    onProgress: (value) =>
      onProgress?.({ value: BUILDING_SHARE + (1 - BUILDING_SHARE) * value, activity: 'Measuring' }),
  })
  const { bookId, tags } = recipe
  const book = { bookId, title: tags.title, author: tags.author, narratorName }
  const whole = await wholeFacts(places.dir, measured.manifest, ffmpeg)
  // No time is written into the folder: the same release is the same bytes.
  const report = judgeRelease(profile, book, measured.files, { measuredAt: '', whole })
  await writeReport(places.dir, report)
  // Last: files with measures are those that the report tells of.
  await writeManifest(places.manifestFile, measured.manifest)
  await removeParts(places.dir)
  return { report, measured }
}

/** The rows that level and limiter can mend, with what was measured in them. */
export function redRows({ rows }: ReleaseReport, { files }: MeasuredRelease): RedRow[] {
  return rows.flatMap((row) => {
    const canMend = row.checks.some((check) => isRed(check) && (check.remedy === 'level' || check.remedy === 'limit'))
    const measures = canMend ? measuresOf(row, files) : null
    return measures === null ? [] : [{ row, measures }]
  })
}

/** Of a row that is one track; a file of several chapters is mended by its chapters. */
function measuresOf(row: ReportRow, files: MeasuredRelease['files']): RedRow['measures'] | null {
  const file = files.find((each) => each.file === row.file)
  if (!row.isWholeFile) return file?.chapters?.find(({ startMs }) => startMs === row.startMs)?.measures ?? null
  return file?.chapters?.length ? null : (file?.sound?.measures ?? null)
}

async function writeReport(dir: string, report: ReleaseReport): Promise<void> {
  await writeFileAtomic(join(dir, REPORT_FILES.json), `${JSON.stringify(report, null, 2)}\n`)
  await writeFileAtomic(join(dir, REPORT_FILES.html), reportHtml(report))
}
