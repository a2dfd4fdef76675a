import { BadgeCheck, Ban, Scale, type LucideIcon } from 'lucide-react'
import type { NarrationPolicy } from '#shared/models/delivery-profile.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Popover } from '#renderer/ui/popover.tsx'
import { RuleText } from './release-rule-text.tsx'
import { POLICY_WORDS } from './release-words.ts'

const LIGHTS: Readonly<Record<NarrationPolicy['light'], { icon: LucideIcon; colour: string }>> = {
  green: { icon: BadgeCheck, colour: 'text-ok' },
  amber: { icon: Scale, colour: 'text-warn' },
  red: { icon: Ban, colour: 'text-danger' },
}

/** Whether the outlet takes a synthetic voice, apart from how the files sound; its rule opens on demand. */
export function PolicyLight({
  name,
  policy,
  isWhole = false,
}: {
  name: string
  policy: NarrationPolicy
  /** Says in whole words what is or is not accepted. */
  isWhole?: boolean
}) {
  const { icon: Icon, colour } = LIGHTS[policy.light]
  const { short, long } = POLICY_WORDS[policy.light]
  return (
    <Popover
      isForReading
      label={`Rule of ${name} on synthetic voices`}
      trigger={
        <Button variant="quiet" size="small" aria-label={`${name}: ${long}. Show the rule`} className="-ml-1 px-1!">
          <Icon aria-hidden className={`size-4 shrink-0 ${colour}`} />
          <span className="text-body">{isWhole ? long : short}</span>
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        <p className="flex items-center gap-1.5 font-semibold">
          <Icon aria-hidden className={`size-4 shrink-0 ${colour}`} />
          {long}
        </p>
        <p>{policy.rule}</p>
        {policy.conflict !== undefined && (
          <p>
            <span className="text-muted">Other sources say: </span>
            {policy.conflict}
          </p>
        )}
        <RuleText rule={policy} />
      </div>
    </Popover>
  )
}
