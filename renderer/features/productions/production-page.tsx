import { useEffect, useState } from 'react'
import type { ProductionDetails } from '#shared/models/production-card.ts'
import { useProductionStore } from '#renderer/state/production-details.ts'
import { Cover } from '#renderer/ui/cover.tsx'
import { formatCount, formatPercent } from '#renderer/ui/format.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { ProgressLine } from '#renderer/ui/progress-line.tsx'
import { Skeleton, SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { Tabs } from '#renderer/ui/tabs.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { ChapterList } from './chapter-list.tsx'
import { FileList } from './file-list.tsx'
import { goOnListening } from './listening.ts'
import { LogList } from './log-list.tsx'
import { FailedJobsButton, ProductionActions } from './production-actions.tsx'
import { PipelineView } from './pipeline-view.tsx'
import { costOf, markOf, paceOf, standOf } from '#renderer/state/production-words.ts'

/** One production: where it stands, its chapters to hear, what happened, what came of it. */
export function ProductionPage({ id }: { id: number }) {
  const store = useProductionStore(id)
  const { status, failure, value } = store()
  useEffect(() => {
    if (value !== null) goOnListening(value)
  }, [value])
  return (
    <Page
      title={value?.card.title ?? 'Production'}
      isBook={value !== null}
      subtitle={value !== null && <Subtitle details={value} />}
      actions={value !== null && <ProductionActions details={value} />}
      isFilling
    >
      <ViewState status={status} failure={failure} onRetry={() => void store.reload()} skeleton={<PageSkeleton />}>
        {value !== null && <Details details={value} />}
      </ViewState>
    </Page>
  )
}

function Subtitle({ details: { card } }: { details: ProductionDetails }) {
  return (
    <>
      Read by {card.narratorName} · <TextLink href={`/title/${card.bookId}`}>go to the title</TextLink>
    </>
  )
}

type Side = 'chapters' | 'log' | 'files'

function Details({ details }: { details: ProductionDetails }) {
  const { card, chapters, log, files } = details
  const [side, setSide] = useState<Side>('chapters')
  return (
    <div className="relative h-full overflow-y-auto">
      <div className="flex h-full min-h-100 flex-col gap-4">
        <div className="flex shrink-0 gap-5">
          <Cover
            bookId={card.bookId}
            version={card.coverVersion}
            title={card.title}
            size="poster"
            className="size-28 shrink-0 self-start"
          />
          <div className="flex min-w-0 grow flex-col gap-2.5">
            <Stand details={details} />
            <PipelineView card={card} />
          </div>
        </div>
        {card.error !== null && card.status === 'failed' && (
          <Notice tone="danger" action={<FailedJobsButton card={card} />}>
            {card.error.message}
          </Notice>
        )}
        <Tabs<Side>
          label="Sides of this production"
          value={side}
          onChange={setSide}
          className="min-h-0 grow"
          tabs={[
            { id: 'chapters', label: 'Chapters', content: <ChapterList card={card} chapters={chapters} /> },
            { id: 'log', label: 'What happened', content: <LogList log={log} /> },
            {
              id: 'files',
              label: 'Files',
              badge: files.length > 0 ? formatCount(files.length) : undefined,
              content: <FileList card={card} files={files} />,
            },
          ]}
        />
      </div>
    </div>
  )
}

function Stand({ details: { card, chapters } }: { details: ProductionDetails }) {
  const isFinished = card.status === 'completed'
  const sentences = [paceOf(card, chapters), costOf(card)].filter((sentence) => sentence !== null)
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-2">
        <StateMark {...markOf(card)} />
        <span className="min-w-0 grow truncate">
          {card.status === 'failed' ? 'Stopped and needs you' : standOf(card)}
        </span>
        {!isFinished && <span className="text-muted">{formatPercent(card.progress)}</span>}
      </div>
      {!isFinished && <ProgressLine value={card.progress} label={`Progress of ${card.title}`} />}
      {sentences.length > 0 && <p className="text-small text-muted">{sentences.join(' ')}</p>}
    </div>
  )
}

function PageSkeleton() {
  return (
    <div className="flex flex-col gap-6">
      <div className="flex gap-5">
        <Skeleton className="size-28" />
        <Skeleton className="h-28 grow" />
      </div>
      <SkeletonRows />
    </div>
  )
}
