import { CloudAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ReplyError } from '#shared/contract/reply.ts'
import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import { Notice } from './notice.tsx'

interface ViewStateProps {
  status: 'loading' | 'ready' | 'failed'
  failure: ReplyError | null
  onRetry: () => void
  /** The shape of what is to come. */
  skeleton: ReactNode
  isEmpty?: boolean
  /** Shown instead of the children when there is nothing. */
  empty?: ReactNode
  /** What does not work while the rest does. */
  trouble?: string | null | undefined
  children: ReactNode
}

/** The five states of a view: loading, broken, empty, in partial trouble, and as it should be. */
export function ViewState({
  status,
  failure,
  onRetry,
  skeleton,
  isEmpty = false,
  empty,
  trouble,
  children,
}: ViewStateProps) {
  if (status === 'loading') {
    return (
      <div role="status" aria-label="Loading" className="animate-appear-late h-full">
        {skeleton}
      </div>
    )
  }
  if (status === 'failed') {
    return (
      <EmptyState
        icon={CloudAlert}
        title="This could not be loaded"
        body={failure?.message ?? 'The studio gave no reason.'}
      >
        <Button onClick={onRetry}>Try again</Button>
      </EmptyState>
    )
  }
  if (isEmpty && empty !== undefined) return empty
  if (trouble === undefined || trouble === null) return children
  return (
    <div className="flex min-h-0 flex-col gap-4">
      <Notice tone="warn">{trouble}</Notice>
      {children}
    </div>
  )
}
