import { Wrench, X } from 'lucide-react'
import { useState } from 'react'
import { foundInWords } from '#shared/models/check-words.ts'
import type { Check, ReleaseCard, ReportColumn } from '#shared/models/release.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Popover } from '#renderer/ui/popover.tsx'
import { cellText, type Mend } from './release-gate-table.ts'
import { RuleText } from './release-rule-text.tsx'
import { REMEDY_WORDS, remedyForAll } from './release-words.ts'

interface RedCellProps {
  /** Of the check, and where it stands: `RMS of Chapter 3`. */
  name: string
  check: Check
  column: ReportColumn | null
  card: ReleaseCard
  /** The place of its row; null for the release as a whole. */
  rows: { place: number; alike: number } | null
  mend: Mend
}

/** A check that does not hold: the number with a mark, and on demand the limit, the reason and what mends it. */
export function RedCell({ name, check, column, card, rows, mend }: RedCellProps) {
  const [isOpen, setIsOpen] = useState(false)
  const range = column?.range ?? null
  const rule = column?.rule ?? null
  const found = cellText(check, range)
  const { remedy, limit, reason } = check
  const mendAndClose = (places: number[] | null) => {
    setIsOpen(false)
    mend(places, remedy)
  }
  return (
    <Popover
      label={name}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <button
          type="button"
          aria-label={`${name}: ${found}, red. Show why`}
          className="inline-flex h-6 max-w-full min-w-6 cursor-default items-center gap-1 rounded-control bg-[color-mix(in_oklab,var(--color-danger)_14%,transparent)] px-1.5 text-danger hover:bg-[color-mix(in_oklab,var(--color-danger)_26%,transparent)]"
        >
          <X aria-hidden className="size-3.5 shrink-0" strokeWidth={2.5} />
          <span className="truncate">{found}</span>
        </button>
      }
    >
      <div className="flex flex-col gap-3">
        <div>
          <p className="text-small text-muted">{name}</p>
          <p className="text-title font-semibold text-danger">{foundInWords(check, range)}</p>
          {limit !== null && <p className="text-muted">Asked for: {limit}</p>}
        </div>
        {reason !== null && <p>{reason}</p>}
        {remedy !== null && card.state !== 'building' && (
          <div className="flex flex-col items-start gap-2">
            <Button icon={Wrench} onClick={() => mendAndClose(rows === null ? null : [rows.place])}>
              {REMEDY_WORDS[remedy].one}
            </Button>
            {rows !== null && rows.alike > 1 && (
              <Button variant="quiet" onClick={() => mendAndClose(null)}>
                {remedyForAll(remedy, rows.alike)}
              </Button>
            )}
          </div>
        )}
        {rule !== null && <RuleText rule={rule} />}
      </div>
    </Popover>
  )
}
