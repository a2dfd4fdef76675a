import { useEffect, useState } from 'react'
import { openJobs } from '#renderer/state/jobs.ts'
import { useQueue } from '#renderer/state/queue.ts'
import { formatCount } from '#renderer/ui/format.ts'
import { Page } from '#renderer/ui/page.tsx'
import { Tabs } from '#renderer/ui/tabs.tsx'
import { FailuresTab } from './failures-tab.tsx'
import { JobFilesBanner } from './job-files-banner.tsx'
import { PageActions } from './page-actions.tsx'
import { QueueBand } from './queue-band.tsx'
import { QueueTab } from './queue-tab.tsx'
import { StatisticsTab } from './statistics-tab.tsx'
import { ownFailures, useFailures } from './use-failures.ts'

type Side = 'queue' | 'failures' | 'statistics'

/** The queue, live: its jobs, what failed of them, how fast the rest goes. */
export function JobsPage() {
  useEffect(() => openJobs(), [])
  useEffect(() => useQueue.open(), [])
  const [side, setSide] = useState<Side>('queue')
  const [selectedId, setSelectedId] = useState<number | null>(null)
  const failures = useFailures()
  const failed = ownFailures(failures.data) ?? 0
  const showJob = (id: number): void => {
    setSelectedId(id)
    setSide('queue')
  }

  return (
    <Page
      title="Jobs"

      actions={<PageActions canCancel={side === 'queue'} />}
      isFilling
    >
      <div className="flex h-full min-h-0 flex-col gap-3">
        <QueueBand />
        <JobFilesBanner />
        <Tabs<Side>
          label="Sides of the queue"
          value={side}
          onChange={setSide}
          className="min-h-0 grow"
          tabs={[
            { id: 'queue', label: 'Queue', content: <QueueTab selectedId={selectedId} onSelect={setSelectedId} /> },
            {
              id: 'failures',
              label: 'What failed',
              badge: failed > 0 ? formatCount(failed) : undefined,
              content: <FailuresTab failures={failures} onShow={() => setSide('queue')} />,
            },
            { id: 'statistics', label: 'Statistics', content: <StatisticsTab onShowJob={showJob} /> },
          ]}
        />
      </div>
    </Page>
  )
}
