import { FileInput, Plus } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useCommand } from '#renderer/app/commands.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Tabs } from '#renderer/ui/tabs.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { ServerDialog } from './server-dialog.tsx'
import { ServersTab } from './servers-tab.tsx'
import { WorkflowDrop } from './workflow-drop.tsx'
import { WorkflowsTab } from './workflows-tab.tsx'

const PATHS = { servers: '/servers', workflows: '/servers/workflows' } as const
const SUBTITLES = {
  servers: 'ComfyUI servers share one queue. Each takes the work that it can do.',
  workflows: 'A workflow is a ComfyUI graph that jobs run through: a voice model, a painter, a composer.',
}

/** What is being imported: nothing yet chosen, or a file that was dropped. */
type Import = { file: File | null }

/** The ComfyUI servers that render for this environment, and the workflows that they run. */
export function ServersPage({ tab }: { tab: 'servers' | 'workflows' }) {
  const [, navigate] = useLocation()
  const [isAdding, setAdding] = useState(false)
  const [importing, setImporting] = useState<Import | null>(null)
  const [latestId, setLatestId] = useState<string | null>(null)
  useCommand('workflows.import', () => {
    navigate(PATHS.workflows)
    setImporting({ file: null })
  })

  return (
    <Page
      title="Servers"
      subtitle={SUBTITLES[tab]}
      actions={
        tab === 'servers' ? (
          <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
            Add a server…
          </Button>
        ) : (
          <Button variant="primary" icon={FileInput} onClick={() => setImporting({ file: null })}>
            Import a workflow…
          </Button>
        )
      }
    >
      <Tabs
        label="Servers"
        value={tab}
        onChange={(next) => navigate(PATHS[next])}
        tabs={[
          { id: 'servers', label: 'Servers', content: <ServersTab onAdd={() => setAdding(true)} /> },
          {
            id: 'workflows',
            label: 'Workflows',
            content: (
              <WorkflowDrop onDrop={(file) => setImporting({ file })}>
                <WorkflowsTab latestId={latestId} onImport={() => setImporting({ file: null })} />
              </WorkflowDrop>
            ),
          },
        ]}
      />
      {isAdding && <ServerDialog server={null} onClose={() => setAdding(false)} />}
      {importing !== null && (
        <ImportDialog file={importing.file} onSaved={setLatestId} onClose={() => setImporting(null)} />
      )}
    </Page>
  )
}
