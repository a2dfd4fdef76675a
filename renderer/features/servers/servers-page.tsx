import { Plus, Server } from 'lucide-react'
import { useState } from 'react'
import { useServers } from '#renderer/state/servers.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { AddServerDialog } from './add-server-dialog.tsx'
import { ServerCard } from './server-card.tsx'

/** The ComfyUI servers that render for this environment. */
export function ServersPage() {
  const { status, failure, items } = useServers()
  const [isAdding, setAdding] = useState(false)
  const servers = [...items.values()]
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
      Add a server…
    </Button>
  )
  return (
    <Page title="Servers" subtitle="ComfyUI servers share one queue. Each takes the work that it can do." actions={add}>
      <ViewState
        status={status}
        failure={failure}
        onRetry={() => void useServers.reload()}
        skeleton={<Skeleton className="h-40" />}
        isEmpty={servers.length === 0}
        empty={
          <EmptyState
            icon={Server}
            title="No server yet"
            body="Start ComfyUI on a machine with a graphics card, then add its address here."
          />
        }
      >
        <ul className="m-0 flex list-none flex-col gap-4 p-0">
          {servers.map((server) => (
            <li key={server.name}>
              <ServerCard server={server} />
            </li>
          ))}
        </ul>
      </ViewState>
      {isAdding && <AddServerDialog onClose={() => setAdding(false)} />}
    </Page>
  )
}
