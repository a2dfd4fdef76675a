import { MEASURE_NAMES } from '#shared/models/delivery-profile.ts'
import type { Check, CheckId, ReleaseReport, ReportColumn, ReportRow } from '#shared/models/release.ts'
import { limitInWords, tellingWords, valueInWords } from '#shared/models/check-words.ts'
import { markup, type Markup } from './report-markup.ts'

const MEASURES: ReadonlySet<CheckId> = new Set(MEASURE_NAMES)

/** What every file and chapter sounds like, in figures. */
export function soundTable({ columns, rows }: ReleaseReport): Markup {
  const shown = columns.filter(({ id }) => MEASURES.has(id))
  return table(
    'figures',
    shown,
    rows.filter((row) => row.checks.some(({ id }) => MEASURES.has(id))),
  )
}

/** What every file is made of. */
export function filesTable({ columns, rows }: ReleaseReport): Markup {
  return table(
    'figures words',
    columns.filter(({ id }) => !MEASURES.has(id)),
    rows.filter(({ isWholeFile }) => isWholeFile),
  )
}

function table(kind: string, columns: readonly ReportColumn[], rows: readonly ReportRow[]): Markup {
  const heads = columns.map(({ label, unit, id, range }) => markup`<th>${label}${limitOf(id, unit, range)}</th>`)
  return markup`<table class="${kind}"><thead><tr><th>File</th>${heads}</tr></thead>
<tbody>${rows.map((row) => line(row, columns))}</tbody></table>`
}

/** The limit below a heading, or the unit where nothing is limited. */
function limitOf(id: CheckId, unit: string | null, range: ReportColumn['range']): Markup {
  const words = range === null ? (unit ?? '') : limitInWords(id, range)
  return words === '' ? markup`` : markup` <span class="small">${words}</span>`
}

function line(row: ReportRow, columns: readonly ReportColumn[]): Markup {
  const checks = new Map(row.checks.map((check) => [check.id, check]))
  const cells = columns.map(({ id, range }) => cell(checks.get(id), range))
  const name = row.isWholeFile ? row.file.slice(row.file.lastIndexOf('/') + 1) : row.title
  return markup`<tr class="${row.isWholeFile ? 'file' : 'within'}"><td>${name}</td>${cells}</tr>
`
}

function cell(check: Check | undefined, range: ReportColumn['range']): Markup {
  if (check === undefined) return markup`<td></td>`
  return markup`<td class="${check.status}">${figure(check, range)}</td>`
}

/** Without the unit, which the heading has. */
function figure({ id, found, status }: Check, range: ReportColumn['range']): string {
  if (found === null) return '–'
  if (typeof found === 'string') return found
  return status === 'fail' ? tellingWords(id, found, range) : valueInWords(id, found)
}
