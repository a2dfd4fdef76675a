import type { RuleSource } from '#shared/models/delivery-profile.ts'
import { CopyText } from '#renderer/ui/copy-text.tsx'
import { GRADE_WORDS, monthOf } from './release-words.ts'

/** Where a rule was read, when, and how sure that is. */
export function RuleText({ rule: { source, seen, grade } }: { rule: RuleSource }) {
  return (
    <div className="flex flex-col gap-0.5 text-small text-muted">
      <p>
        {GRADE_WORDS[grade]}
        {seen !== '' && `, ${monthOf(seen)}`}.
      </p>
      {/^https?:/.test(source) ? <CopyText text={source} /> : source !== '' && <p>{source}</p>}
    </div>
  )
}
