import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type Tone = 'neutral' | 'ember' | 'ok' | 'warn' | 'danger' | 'alpha'

const TONES: Record<Tone, string> = {
  neutral: 'text-muted',
  ember: 'text-ember-strong',
  ok: 'text-ok',
  warn: 'text-warn',
  danger: 'text-danger',
  alpha: 'text-alpha',
}

/** A word or a count on a thing. */
export function Badge({
  tone = 'neutral',
  icon: Icon,
  children,
}: {
  tone?: Tone
  icon?: LucideIcon
  children: ReactNode
}) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-2 text-small whitespace-nowrap shadow-[inset_0_0_0_1px_color-mix(in_oklab,currentColor_45%,transparent)]',
        TONES[tone],
      )}
    >
      {Icon !== undefined && <Icon aria-hidden className="size-3" />}
      {children}
    </span>
  )
}
