import { tellingWords, valueInWords } from '#shared/models/check-words.ts'
import type { LimitRange } from '#shared/models/delivery-profile.ts'
import type { Check, CheckId, ReleaseReport, Remedy, ReportColumn, ReportRow } from '#shared/models/release.ts'

/** In which order the rows of the gate are shown, and which. */
export type GateOrder = 'book' | 'redFirst' | 'redOnly'

/** Mends rows by their place in the report, null being all that the remedy is for; a null remedy is each row's own. */
export type Mend = (rows: number[] | null, remedy: Remedy | null) => void

/** A row of the gate with its place in the report, by which it is mended. */
export interface GateRow {
  place: number
  row: ReportRow
  checks: ReadonlyMap<CheckId, Check>
  red: number
}

/** A column with the limit that holds for all rows; null where they have none or several. */
export interface GateColumn {
  column: ReportColumn
  limit: string | null
}

export function gateRows({ rows }: ReleaseReport): GateRow[] {
  return rows.map((row, place) => ({
    place,
    row,
    checks: new Map(row.checks.map((check) => [check.id, check])),
    red: row.checks.filter(isRed).length,
  }))
}

/** The rows in the order that is asked for; rows that are equally red stay in the order of the book. */
export function inOrder(rows: readonly GateRow[], order: GateOrder): readonly GateRow[] {
  switch (order) {
    case 'book':
      return rows
    case 'redFirst':
      return [...rows].sort((a, b) => b.red - a.red)
    case 'redOnly':
      return rows.filter(({ red }) => red > 0)
  }
}

/** The columns that some row has a check for. */
export function gateColumns({ columns, rows }: ReleaseReport): GateColumn[] {
  const limits = new Map<CheckId, Set<string>>()
  for (const { id, limit } of rows.flatMap(({ checks }) => checks)) {
    const known = limits.get(id) ?? new Set()
    if (limit !== null) known.add(limit)
    limits.set(id, known)
  }
  return columns.flatMap((column) => {
    const known = limits.get(column.id)
    if (known === undefined) return []
    const [first = null] = known
    return [{ column, limit: known.size === 1 ? first : null }]
  })
}

/** What can be mended and in how many rows, most first; checks of the release as a whole count as one row. */
export function remediesOf(report: ReleaseReport): { remedy: Remedy; rows: number }[] {
  const counts = new Map<Remedy, number>()
  for (const checks of [...report.rows.map((row) => row.checks), report.wholeChecks]) {
    for (const remedy of new Set(checks.filter(isRed).flatMap((check) => check.remedy ?? []))) {
      counts.set(remedy, (counts.get(remedy) ?? 0) + 1)
    }
  }
  return [...counts].map(([remedy, rows]) => ({ remedy, rows })).sort((a, b) => b.rows - a.rows)
}

export function isRed({ status }: Check): boolean {
  return status === 'fail'
}

/** What was found as the table writes it, without the unit, which the column's head has. */
export function cellText({ id, found, status }: Check, range: LimitRange | null): string {
  if (found === null) return '–'
  if (typeof found === 'string') return found
  return status === 'fail' ? tellingWords(id, found, range) : valueInWords(id, found)
}
