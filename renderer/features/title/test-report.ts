import type { Check, CheckId, ReleaseReport, ReportRow, SoundSpot } from '#shared/models/release.ts'

/** A check that passes, is red, or only notes. */
export function testCheck(id: CheckId, changes: Partial<Check> = {}): Check {
  return { id, status: 'pass', found: 1, limit: 'at most 2', reason: null, remedy: null, ...changes }
}

/** A chapter as a file of its own. */
export function testRow(title: string, checks: Check[], spots: SoundSpot[] = []): ReportRow {
  const place = { file: `${title}.mp3`, kind: 'mp3', chapterIndex: 0, startMs: 0, isWholeFile: true } as const
  return { ...place, title, checks, spots }
}

/** A report of which only rows and checks of the whole matter. */
export function testReport(rows: ReportRow[], wholeChecks: Check[] = []): ReleaseReport {
  const ids = [...new Set(rows.flatMap(({ checks }) => checks.map(({ id }) => id)))]
  return {
    ...{ schemaVersion: 1, profileId: 'acx', profileName: 'ACX', bookId: 'pg1', title: 'T', author: 'A' },
    ...{ narratorName: 'Kevin', measuredAt: '2026-11-22T16:00:00Z', verdict: 'fail', failedChecks: 1 },
    policy: { light: 'green', rule: '', grade: 'A', source: '', seen: '2026-11' },
    columns: ids.map((id) => ({ id, label: id, unit: null, range: null, rule: null })),
    ...{ rows, wholeChecks, wholeColumns: [] },
  }
}
