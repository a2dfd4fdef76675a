import { CircleAlert, Info, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

const TONES = {
  info: { icon: Info, colour: 'text-muted' },
  warn: { icon: TriangleAlert, colour: 'text-warn' },
  danger: { icon: CircleAlert, colour: 'text-danger' },
} as const

interface NoticeProps {
  tone?: keyof typeof TONES
  /** Says more than the tone's own. */
  icon?: LucideIcon
  children: ReactNode
  /** A button that is the way out. */
  action?: ReactNode
}

/** Something to know about the rest of the page, which still works. */
export function Notice({ tone = 'info', icon, children, action }: NoticeProps) {
  const { icon: usual, colour } = TONES[tone]
  const Icon = icon ?? usual
  return (
    <div
      role="status"
      className={`flex flex-wrap items-center gap-x-2.5 gap-y-1 rounded-card bg-[color-mix(in_oklab,currentColor_10%,transparent)] px-3 py-2 ${colour}`}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <div className="min-w-0 grow basis-48 text-text">{children}</div>
      {action}
    </div>
  )
}
