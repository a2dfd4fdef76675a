import type { RuleSource, SourceGrade } from '#shared/models/delivery-profile.ts'
import type { Check, ReleaseReport, Remedy, ReportColumn } from '#shared/models/release.ts'
import { isRed } from './gate.ts'
import { EDGE_TOLERANCE_MS } from './gate-measures.ts'
import { clock, foundInWords } from '#shared/models/check-words.ts'
import { markup, type Markup } from './report-markup.ts'
import { REPORT_STYLE } from './report-style.ts'
import { filesTable, soundTable } from './report-tables.ts'

/** The report as one page to print, A4, without scripts and without anything from elsewhere; every text is escaped. */
export function reportHtml(report: ReleaseReport): string {
  const { profileName, title } = report
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title} – delivery report for ${profileName}</title>
<style>${{ html: REPORT_STYLE }}</style>
</head>
<body>
${heading(report)}
${lights(report)}
${redSection(report)}
${wholeSection(report)}
<h2>Sound</h2>
${soundTable(report)}
<h2>Files</h2>
${filesTable(report)}
${legend(report)}
<footer class="small">Measured by E3 Studio on the finished files, after encoding. Values are judged as they were measured and
rounded for this page; beginning and end of speech are judged to ±${EDGE_TOLERANCE_MS / 1000} s.</footer>
</body>
</html>
`.html
}

function heading(report: ReleaseReport): Markup {
  const { title, author, narratorName, profileName, measuredAt, rows } = report
  const by = [author && `by ${author}`, narratorName && `read by ${narratorName}`].filter(Boolean).join(' · ')
  const facts = [
    ['For', profileName],
    ['Files', String(rows.filter(({ isWholeFile }) => isWholeFile).length)],
    ['Sound', clock(lengthMs(report))],
    ['Measured', timeInWords(measuredAt)],
  ].filter(([, value]) => value !== '')
  return markup`<header>
<p class="eyebrow"><span>Delivery report</span><span>E3 Studio</span></p>
<h1>${title}</h1>
<p class="byline">${by}</p>
<dl class="facts">${facts.map(([name = '', value = '']) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>`
}

/** Of the title; of all files together where they are judged one by one. */
function lengthMs({ rows, wholeChecks }: ReleaseReport): number {
  const whole = wholeChecks.find(({ id }) => id === 'titleLength')?.found
  if (typeof whole === 'number') return whole
  const lengths = rows.flatMap(({ isWholeFile, checks }) =>
    isWholeFile ? checks.filter(({ id }) => id === 'durationMs') : [],
  )
  return lengths.reduce((sum, { found }) => sum + (typeof found === 'number' ? found : 0), 0)
}

const POLICY_ANSWERS = { green: 'Accepted', amber: 'Accepted with conditions', red: 'Not accepted' } as const

function lights({ verdict, failedChecks, profileName, policy, rows, wholeChecks }: ReleaseReport): Markup {
  const checks = [...rows.flatMap((row) => row.checks), ...wholeChecks].filter(({ status }) => status !== 'note').length
  const isReady = verdict === 'pass'
  const sum = isReady
    ? `All ${checks} checks of ${profileName} passed.`
    : `${failedChecks} of ${checks} checks of ${profileName} failed.`
  const conflict = policy.conflict === undefined ? markup`` : markup`<p>Another source differs. ${policy.conflict}</p>`
  return markup`<section class="lights">
<div class="light ${isReady ? 'green' : 'red'}"><p class="label">Technical</p>
<p class="answer">${isReady ? '✓ Ready to hand in' : '✗ Not ready'}</p><p>${sum}</p></div>
<div class="light ${policy.light}"><p class="label">Synthetic narration</p>
<p class="answer">${POLICY_ANSWERS[policy.light]}</p><p>${policy.rule}</p>${conflict}
<p class="small">${sourceInWords(policy)}</p></div>
</section>`
}

const REMEDY_WORDS: Readonly<Record<Remedy, string>> = {
  level: 'Bring it to level again',
  limit: 'Limit the peaks again',
  roomTone: 'Put room tone into its pauses',
  edges: 'Set beginning and end again',
  split: 'Split it into shorter files',
  render: 'Speak its passages again',
  rebuild: 'Make the file again',
  cover: 'Make a cover that fits',
}

function redSection({ rows, columns, wholeChecks, wholeColumns }: ReleaseReport): Markup {
  const inRows = rows.flatMap(({ file, title, isWholeFile, checks }) =>
    checks.filter(isRed).map((check) => redLine(isWholeFile ? file : `${title} (in ${file})`, check, columns)),
  )
  const ofWhole = wholeChecks.filter(isRed).map((check) => redLine('The release', check, wholeColumns))
  if (inRows.length + ofWhole.length === 0) return markup``
  return markup`<section><h2>What is red, and what mends it</h2>
<table><thead><tr><th>Where</th><th>Check</th><th>Found</th><th>Limit</th><th>Why</th><th>Remedy</th></tr></thead>
<tbody>${[...ofWhole, ...inRows]}</tbody></table></section>`
}

function redLine(where: string, check: Check, columns: readonly ReportColumn[]): Markup {
  const column = columns.find(({ id }) => id === check.id)
  const remedy = check.remedy === null ? '–' : REMEDY_WORDS[check.remedy]
  return markup`<tr><td class="where">${where}</td><td>${column?.label ?? check.id}</td><td class="fail">${foundInWords(check, column?.range ?? null)}</td>
<td>${check.limit ?? ''}</td><td>${check.reason ?? ''}</td><td>${remedy}</td></tr>
`
}

function wholeSection({ wholeChecks, wholeColumns }: ReleaseReport): Markup {
  if (wholeChecks.length === 0) return markup``
  const lines = wholeChecks.map((check, index) => {
    const label = wholeColumns[index]?.label ?? check.id
    return markup`<tr><td>${label}</td><td class="${check.status}">${foundInWords(check)}</td><td>${check.limit ?? 'no limit'}</td></tr>
`
  })
  return markup`<section><h2>The release as a whole</h2>
<table><thead><tr><th>Check</th><th>Found</th><th>Limit</th></tr></thead><tbody>${lines}</tbody></table></section>`
}

const GRADES: Readonly<Record<SourceGrade, string>> = {
  A: 'the outlet’s own page',
  B: 'several independent pages agree',
  C: 'one page that is not the outlet’s',
  D: 'general knowledge, not looked up',
  own: 'a rule of one’s own',
}

function legend({ columns, wholeColumns, rows, wholeChecks }: ReleaseReport): Markup {
  const ofRows = rulesOf(
    columns,
    rows.flatMap(({ checks }) => checks),
  )
  const ofWhole = rulesOf(wholeColumns, wholeChecks)
  const lines = [...ofRows, ...ofWhole].map(
    ({ label, limit, grade, source, seen }) => markup`<tr><td>${label}</td><td>${limit}</td><td>${grade}</td>
<td>${[source, seen].filter(Boolean).join(', ')}</td></tr>
`,
  )
  const grades = Object.entries(GRADES).map(([grade, words]) => `${grade}: ${words}`)
  return markup`<section class="legend"><h2>Where the limits come from</h2>
<table><thead><tr><th>Check</th><th>Limit</th><th>Grade</th><th>Source, and when it was read</th></tr></thead><tbody>${lines}</tbody></table>
<p class="small">Grades – ${grades.join(' · ')}. Outlets change their rules.</p></section>`
}

function rulesOf(
  columns: readonly ReportColumn[],
  checks: readonly Check[],
): (RuleSource & { label: string; limit: string })[] {
  const limits = new Map(checks.flatMap(({ id, limit }) => (limit === null ? [] : [[id, limit] as const])))
  return columns.flatMap(({ id, label, rule }) =>
    rule === null ? [] : [{ ...rule, label, limit: limits.get(id) ?? '' }],
  )
}

function sourceInWords({ grade, source, seen }: RuleSource): string {
  return [`Source (grade ${grade}): ${source}`, seen && `read ${seen}`].filter(Boolean).join(', ')
}

const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })

function timeInWords(iso: string): string {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? iso : `${TIME.format(at)} UTC`
}
