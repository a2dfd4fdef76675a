import { useState } from 'react'
import { useStudio } from '#renderer/state/studio.ts'
import { Page } from '#renderer/ui/page.tsx'
import { Tabs } from '#renderer/ui/tabs.tsx'
import { ConfigurationTab } from './configuration-tab.tsx'
import { GeneralTab } from './general-tab.tsx'
import { HealthTab } from './health-tab.tsx'
import { LogTab } from './log-tab.tsx'
import { RemovedTab } from './removed-tab.tsx'

/** What is in force, whether all is well, and what was written down. */
export function SettingsPage() {
  const [tab, setTab] = useState('general')
  const workspaceName = useStudio(({ status }) => status?.workspaceName ?? '')
  return (
    <Page title="Settings" subtitle={workspaceName === '' ? undefined : `Workspace “${workspaceName}”`}>
      <Tabs
        label="Settings"
        value={tab}
        onChange={setTab}
        tabs={[
          { id: 'general', label: 'General', content: <GeneralTab /> },
          { id: 'health', label: 'Health', content: <HealthTab /> },
          { id: 'configuration', label: 'Configuration', content: <ConfigurationTab /> },
          { id: 'log', label: 'Log', content: <LogTab /> },
          { id: 'removed', label: 'Removed titles', content: <RemovedTab /> },
        ]}
      />
    </Page>
  )
}
