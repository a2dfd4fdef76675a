import { ChartNoAxesColumn } from 'lucide-react'
import { useState } from 'react'
import { request } from '#renderer/bridge.ts'
import { useQueue } from '#renderer/state/queue.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { ScrollArea } from '#renderer/ui/scroll-area.tsx'
import { Segmented } from '#renderer/ui/segmented.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { StatisticsTable } from './statistics-table.tsx'
import { statisticsSentence } from './statistics-words.ts'
import { useReloadOn } from './use-reload-on.ts'
import { WorkingList } from './working-list.tsx'

const RELOAD_MS = 3000
const PERIODS = [
  { value: '1', label: 'Today' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
] as const
type Period = (typeof PERIODS)[number]['value']

const day = new Intl.DateTimeFormat('en', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
})

/** What the servers do now, and how fast and how surely they have worked. */
export function StatisticsTab({ onShowJob }: { onShowJob: (id: number) => void }) {
  const [period, setPeriod] = useState<Period>('7')
  const { status, failure, data, reload } = useLoaded(period, () => request('job.statistics', { days: Number(period) }))
  useReloadOn(
    useQueue(({ value }) => (value === null ? null : value.counts.done + value.counts.failed)),
    reload,
    RELOAD_MS,
  )
  return (
    <ScrollArea className="h-full overflow-y-auto">
      <div className="flex flex-col gap-4 pb-8">
        <WorkingList onShowJob={onShowJob} />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Segmented<Period> label="Period" value={period} onChange={setPeriod} options={PERIODS} />
          {data !== null && <p className="text-small text-muted">Since {day.format(new Date(data.since))}</p>}
        </div>
        <ViewState
          status={status}
          failure={failure}
          onRetry={reload}
          skeleton={<SkeletonRows count={4} />}
          isEmpty={data?.rows.length === 0}
          empty={
            <EmptyState
              icon={ChartNoAxesColumn}
              title="Nothing was rendered in this time"
              body="Each job that a server finishes is counted here: how fast it was, and whether it failed."
            />
          }
        >
          {data !== null && (
            <>
              <p>{statisticsSentence(data.rows)}</p>
              <StatisticsTable rows={data.rows} />
            </>
          )}
        </ViewState>
      </div>
    </ScrollArea>
  )
}
