import { Server } from 'lucide-react'
import { useState } from 'react'
import { useServers } from '#renderer/state/servers.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { ServerCard } from './server-card.tsx'
import { ServerDialog } from './server-dialog.tsx'

/** The servers as cards. */
export function ServersTab({ onAdd }: { onAdd: () => void }) {
  const { status, failure, items } = useServers()
  const [editedName, setEditedName] = useState<string | null>(null)
  const edited = editedName === null ? undefined : items.get(editedName)
  const servers = [...items.values()]
  const isAlone = servers.every(({ kind }) => kind === 'embedded')
  return (
    <ViewState
      status={status}
      failure={failure}
      onRetry={() => void useServers.reload()}
      skeleton={<Skeleton className="h-40" />}
      trouble={failure?.message}
    >
      <div className="flex flex-col gap-4">
        <ul className="m-0 flex list-none flex-col gap-4 p-0">
          {servers.map((server) => (
            <li key={server.name}>
              <ServerCard server={server} onEdit={() => setEditedName(server.name)} />
            </li>
          ))}
        </ul>
        {isAlone && (
          <EmptyState
            icon={Server}
            title="No ComfyUI server yet"
            body="The built-in engine speaks by itself. For cloned voices, pictures and music, start ComfyUI on a machine with a graphics card and add its address."
          >
            <Button onClick={onAdd}>Add a server…</Button>
          </EmptyState>
        )}
      </div>
      {edited !== undefined && <ServerDialog server={edited} onClose={() => setEditedName(null)} />}
    </ViewState>
  )
}
