import { CHECK_WORDS, foundInWords } from '#shared/models/check-words.ts'
import type { ReleaseCard, ReleaseReport } from '#shared/models/release.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { RedCell } from './release-red-cell.tsx'
import { isRed, type Mend } from './release-gate-table.ts'

/** What is checked of the release as a whole. */
export function WholeChecks({ report, card, mend }: { report: ReleaseReport; card: ReleaseCard; mend: Mend }) {
  if (report.wholeChecks.length === 0) return null
  return (
    <ul aria-label="The release as a whole" className="flex flex-wrap gap-x-6 gap-y-1.5">
      {report.wholeChecks.map((check) => {
        const { label } = CHECK_WORDS[check.id]
        const column = report.wholeColumns.find(({ id }) => id === check.id) ?? null
        return (
          <li key={check.id} className="flex min-h-6 items-center gap-1.5">
            {check.status === 'pass' && <StateMark state="done" label="Passes" />}
            <span className={check.status === 'note' ? 'text-muted' : undefined}>{label}</span>
            {isRed(check) ? (
              <RedCell name={label} check={check} column={column} card={card} rows={null} mend={mend} />
            ) : (
              check.found !== null && <span className="text-muted">{foundInWords(check)}</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
