import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon: LucideIcon
  title: string
  body: ReactNode
  /** The next step. */
  children?: ReactNode
}

/** Nothing is here yet: why, and what to do. */
export function EmptyState({ icon: Icon, title, body, children }: EmptyStateProps) {
  return (
    <div className="mx-auto flex min-h-80 max-w-md flex-col items-center justify-center gap-2 px-6 py-12 text-center">
      <Icon aria-hidden className="mb-2 size-8 text-muted" strokeWidth={1.25} />
      <h2 className="text-title font-semibold text-balance">{title}</h2>
      <div className="text-balance text-muted">{body}</div>
      {children !== undefined && <div className="mt-4 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  )
}
