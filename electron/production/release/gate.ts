import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { Check, ReleaseReport, ReportRow } from '#shared/models/release.ts'
import { checked } from './gate-check.ts'
import { checkFacts } from './gate-facts.ts'
import type { GateBook, GateFile, WholeFacts } from './gate-file.ts'
import { checkMeasures } from './gate-measures.ts'
import { checkWhole } from './gate-whole.ts'
import { namePattern } from './naming.ts'
import { reportColumns, wholeColumns } from './report-columns.ts'

/** The row of a file, then one for each chapter within it. */
export function judgeFile(profile: DeliveryProfile, file: GateFile): ReportRow[] {
  const { sound, kind, role, chapters = [] } = file
  const holdsChapters = kind === 'm4b' || kind === 'mp3-parts'
  const checks = [
    ...checkState(file),
    ...(sound === null
      ? []
      : [
          ...checkMeasures(profile, sound.measures, true),
          ...checkFacts(profile, sound.facts, { holdsChapters, expected: file.expected ?? {} }),
        ]),
    ...(role === 'sample' ? [] : checkName(profile, file)),
  ]
  const { file: path, chapterIndex, title } = file
  const row = { file: path, kind, chapterIndex, title, startMs: 0, isWholeFile: true, checks }
  return [
    { ...row, spots: sound?.measures.spots ?? [] },
    ...chapters.map(({ measures, ...chapter }): ReportRow => {
      const within = checkMeasures(profile, measures, false)
      return { file: path, kind, ...chapter, isWholeFile: false, checks: within, spots: measures.spots }
    }),
  ]
}

/**
 * The gate's answer for the files of a release, in the given order.
 *
 * `whole` is what is known of the release beside its sound; null for files that are judged one by one.
 */
export function judgeRelease(
  profile: DeliveryProfile,
  book: GateBook,
  files: readonly GateFile[],
  options: { measuredAt: string; whole: WholeFacts | null },
): ReleaseReport {
  const rows = files.flatMap((file) => judgeFile(profile, file))
  const wholeChecks = options.whole === null ? [] : checkWhole(profile, files, options.whole)
  const failedChecks = [...rows.flatMap(({ checks }) => checks), ...wholeChecks].filter(isRed).length
  return {
    schemaVersion: 1,
    profileId: profile.id,
    profileName: profile.name,
    ...book,
    measuredAt: options.measuredAt,
    verdict: failedChecks === 0 && rows.length > 0 ? 'pass' : 'fail',
    failedChecks,
    policy: profile.policy,
    columns: reportColumns(profile, rows),
    rows,
    wholeChecks,
    wholeColumns: wholeColumns(profile, wholeChecks),
  }
}

/** True for a check that keeps a release from being handed in. */
export function isRed({ status }: Pick<Check, 'status'>): boolean {
  return status === 'fail'
}

function checkState({ fault, isUnchanged }: GateFile): Check[] {
  const unreadable = checked('unreadable', { found: 'no', limit: 'whole and readable', reason: fault })
  const unchanged = checked('unchanged', {
    found: isUnchanged === true ? 'unchanged' : 'changed',
    limit: 'as it was built',
    reason: isUnchanged === false ? 'It is not the file that was built: something else has written to it.' : null,
  })
  return [...(fault === null ? [] : [unreadable]), ...(isUnchanged === undefined ? [] : [unchanged])]
}

function checkName({ limits, naming }: DeliveryProfile, { file }: GateFile): Check[] {
  const rule = limits.name === undefined ? null : namePattern(naming)
  if (rule === null) return []
  const name = file.slice(file.lastIndexOf('/') + 1)
  const reason = rule.pattern.test(name) ? null : `“${name}” is not named as ${rule.example} is.`
  return [checked('name', { found: name, limit: `as in ${rule.example}`, reason })]
}
