import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** Details that are there for those who ask. */
export function Disclosure({
  summary,
  isOpen = false,
  children,
}: {
  summary: ReactNode
  isOpen?: boolean
  children: ReactNode
}) {
  return (
    <details open={isOpen} className="group">
      <summary className="flex min-h-7 cursor-default list-none items-center gap-1.5 rounded-control text-muted hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform duration-150 group-open:rotate-90" />
        {summary}
      </summary>
      <div className="pt-1 pl-5.5">{children}</div>
    </details>
  )
}
