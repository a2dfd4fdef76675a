import type { Check, CheckId, ReleaseReport, ReportColumn, ReportRow } from '#shared/models/release.ts'
import { isRed } from '#electron/production/release/gate.ts'
import { foundInWords } from '#shared/models/check-words.ts'
import { countOf } from './format-values.ts'
import { formatTable } from './text-table.ts'
import { printable } from './text-width.ts'

/** The figures that a terminal has room for; the report has them all. */
const SHOWN: readonly CheckId[] = [
  'rmsDbfs',
  'loudnessLufs',
  'truePeakDbtp',
  'noiseFloorDbfs',
  'headMs',
  'tailMs',
  'durationMs',
]

/** A report as a terminal shows it: a line for each file, then what is red and why, then the policy. */
export function gateLines(report: ReleaseReport): string[] {
  const { profileName, verdict, failedChecks, rows, policy } = report
  const outcome = verdict === 'pass' ? 'all checks passed' : `${countOf(failedChecks, 'check')} failed`
  const red = redCells(report)
  return [
    ...filesTable(report),
    '',
    ...(red.length === 0 ? [] : [...redTable(red), '']),
    printable(
      `${profileName}: ${verdict === 'pass' ? 'green' : 'RED'}, ${outcome} in ${countOf(fileRows(rows).length, 'file')}.`,
    ),
    printable(
      `Synthetic narration: ${policy.light}. ${policy.rule} (${[policy.source, policy.seen].filter(Boolean).join(', ')})`,
    ),
    ...(policy.conflict === undefined ? [] : [printable(`But: ${policy.conflict}`)]),
  ]
}

function filesTable({ rows, columns }: ReleaseReport): string[] {
  const shown = SHOWN.flatMap((id) => columns.find((column) => column.id === id) ?? [])
  return formatTable(
    [
      { title: 'FILE', maxWidth: 40 },
      { title: 'VERDICT' },
      ...shown.map(({ label }) => ({ title: label.toUpperCase(), align: 'right' as const })),
    ],
    rows.map((row) => [
      row.isWholeFile ? row.file : `  ${row.title}`,
      row.checks.some(isRed) ? 'RED' : 'green',
      ...shown.map((column) => cell(row, column)),
    ]),
  )
}

function cell({ checks }: ReportRow, { id, range }: ReportColumn): string {
  const check = checks.find((candidate) => candidate.id === id)
  return check === undefined ? '' : foundInWords(check, range)
}

interface RedCell {
  where: string
  check: Check
  column: ReportColumn | undefined
}

function redCells({ rows, columns, wholeChecks, wholeColumns }: ReleaseReport): RedCell[] {
  const inRows = rows.flatMap(({ isWholeFile, file, title, checks }) =>
    checks
      .filter(isRed)
      .map((check) => ({ where: isWholeFile ? file : `${file}: ${title}`, check, column: columnOf(check, columns) })),
  )
  const ofWhole = wholeChecks
    .filter(isRed)
    .map((check) => ({ where: 'the release', check, column: columnOf(check, wholeColumns) }))
  return [...inRows, ...ofWhole]
}

function columnOf({ id }: Check, columns: readonly ReportColumn[]): ReportColumn | undefined {
  return columns.find((column) => column.id === id)
}

function redTable(cells: readonly RedCell[]): string[] {
  return formatTable(
    [
      { title: 'RED' },
      { title: 'CHECK' },
      { title: 'FOUND' },
      { title: 'LIMIT', maxWidth: 56 },
      { title: 'WHY', maxWidth: 160 },
    ],
    cells.map(({ where, check, column }) => [
      where,
      column?.label ?? check.id,
      foundInWords(check, column?.range ?? null),
      check.limit ?? '',
      check.reason ?? '',
    ]),
  )
}

function fileRows(rows: readonly ReportRow[]): readonly ReportRow[] {
  return rows.filter(({ isWholeFile }) => isWholeFile)
}
