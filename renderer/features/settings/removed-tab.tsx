import { Trash2 } from 'lucide-react'
import type { RemovedTitle } from '#shared/models/title-card.ts'
import { request } from '#renderer/bridge.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Button } from '#renderer/ui/button.tsx'
import { askToConfirm } from '#renderer/ui/confirm.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { ViewState } from '#renderer/ui/view-state.tsx'

/** Titles that were removed: each can be brought back whole, or be deleted for good. */
export function RemovedTab() {
  const { status, failure, data, reload } = useLoaded('removed', () => request('title.removed', {}))
  const attempt = (work: Promise<unknown>) => work.catch((error: unknown) => toast.fail(error)).then(reload)
  const purge = async ({ bookId, title }: RemovedTitle) => {
    const isSure = await askToConfirm({
      title: `Delete “${title}” for good?`,
      body: 'Its text, pictures and finished audio are deleted from the disk. This cannot be undone.',
      action: 'Delete for good',
      isDangerous: true,
    })
    if (isSure) await attempt(request('title.purge', { bookId }))
  }
  return (
    <ViewState
      status={status}
      failure={failure}
      onRetry={reload}
      skeleton={<Skeleton className="h-40" />}
      isEmpty={data?.length === 0}
      empty={
        <EmptyState
          icon={Trash2}
          title="Nothing was removed"
          body="A title that you remove waits here with all its files until you delete it for good."
        />
      }
    >
      <ul className="m-0 flex list-none flex-col p-0">
        {(data ?? []).map((title) => (
          <li
            key={title.bookId}
            className="flex flex-wrap items-center gap-4 border-t border-line py-3 first:border-t-0"
          >
            <div className="min-w-0 flex-1">
              <p className="truncate font-serif text-body">{title.title}</p>
              <p className="text-small text-muted">
                {title.author} · removed <RelativeTime at={title.removedAt} />
              </p>
            </div>
            <Button size="small" onClick={() => void attempt(request('title.restore', { bookId: title.bookId }))}>
              Bring back
            </Button>
            <Button size="small" variant="danger" onClick={() => void purge(title)}>
              Delete for good…
            </Button>
          </li>
        ))}
      </ul>
    </ViewState>
  )
}
