import { ArrowLeft, FolderOpen, Hammer, Printer, Square } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { TitleCard } from '#shared/models/title-card.ts'
import type { ReleaseCard } from '#shared/models/release.ts'
import { useReleaseActions, type ReleaseStore } from '#renderer/state/releases.ts'
import { useStudio } from '#renderer/state/studio.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { formatCount } from '#renderer/ui/format.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { Tabs } from '#renderer/ui/tabs.tsx'
import { ReleaseFiles } from './release-files.tsx'
import { ReleaseGate } from './release-gate.tsx'
import { ReleasePlan } from './release-plan.tsx'
import { PolicyLight } from './release-policy.tsx'
import { printReport } from './release-report.ts'
import { ReleaseRules } from './release-rules.tsx'
import { lightOf, sizeOf } from './release-words.ts'

type Side = 'gate' | 'files' | 'rules'
type Actions = ReturnType<typeof useReleaseActions>

interface ReleaseViewProps {
  title: TitleCard
  card: ReleaseCard
  store: ReleaseStore
  onBack: () => void
}

/** One release: what a build would make, how the finished files measure, and the files themselves. */
export function ReleaseView({ title, card, store, onBack }: ReleaseViewProps) {
  const actions = useReleaseActions(store, card)
  const [side, setSide] = useState<Side>('gate')
  const isRed = card.verdict === 'fail' && card.failedChecks > 0
  return (
    <div className="relative h-full overflow-y-auto">
      <div className="flex h-full min-h-120 flex-col gap-3">
        <Header card={card} actions={actions} onBack={onBack} />
        {card.state === 'failed' && card.error !== null && <Notice tone="danger">{card.error}</Notice>}
        <ReleasePlan card={card} />
        <Tabs<Side>
          label={`Sides of the release for ${card.profileName}`}
          value={side}
          onChange={setSide}
          className="min-h-0 grow"
          tabs={[
            {
              id: 'gate',
              label: 'Measured',
              badge: isRed ? `${formatCount(card.failedChecks)} red` : undefined,
              content: <ReleaseGate title={title} card={card} actions={actions} />,
            },
            {
              id: 'files',
              label: 'Files',
              badge: card.files === 0 ? undefined : formatCount(card.files),
              content: <ReleaseFiles title={title} card={card} />,
            },
            { id: 'rules', label: 'What is asked for', content: <ReleaseRules card={card} /> },
          ]}
        />
      </div>
    </div>
  )
}

function Header({ card, actions, onBack }: { card: ReleaseCard; actions: Actions; onBack: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const size = sizeOf(card)
  return (
    <header className="flex shrink-0 flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <IconButton label="All releases" icon={ArrowLeft} className="-mr-2 -ml-1" onClick={onBack} />
        <h2 ref={heading} tabIndex={-1} className="text-title font-semibold outline-none">
          {card.profileName}
        </h2>
        <span role="status" className="flex" aria-live={card.state === 'building' ? 'off' : 'polite'}>
          <StateMark {...lightOf(card)} isLabelShown />
        </span>
        <PolicyLight name={card.profileName} policy={card.policy} isWhole />
        <div className="flex grow flex-wrap items-center justify-end gap-2">
          <TakeButtons card={card} actions={actions} />
          <BuildButton card={card} actions={actions} />
        </div>
      </div>
      <p className="text-muted">
        {card.description}
        {size !== null && ` · ${size}`}
        {card.measuredAt !== null && (
          <>
            , measured <RelativeTime at={card.measuredAt} />
          </>
        )}
      </p>
    </header>
  )
}

function BuildButton({ card, actions: { busy, build, stop } }: { card: ReleaseCard; actions: Actions }) {
  if (card.state === 'building') {
    return (
      <Button icon={Square} isBusy={busy === 'stop'} onClick={() => void stop()}>
        Stop
      </Button>
    )
  }
  const isNext = card.state !== 'ready'
  return (
    <Button
      variant={isNext ? 'primary' : 'secondary'}
      icon={Hammer}
      isBusy={busy === 'build'}
      onClick={() => void build()}
    >
      {card.measuredAt === null ? 'Build' : 'Build again'}
    </Button>
  )
}

/** The folder and the report on paper; a browser has no folder and prints by itself. */
function TakeButtons({ card, actions: { busy, show, savePdf } }: { card: ReleaseCard; actions: Actions }) {
  const isDesktop = useStudio(({ status }) => status?.host === 'desktop')
  if (card.measuredAt === null) return null
  if (!isDesktop) return <IconButton label="Print the report" icon={Printer} onClick={() => printReport(card)} />
  return (
    <>
      <IconButton label="Open the folder" icon={FolderOpen} isBusy={busy === 'show'} onClick={() => void show()} />
      <IconButton
        label="Save the report as PDF…"
        icon={Printer}
        isBusy={busy === 'savePdf'}
        onClick={() => void savePdf()}
      />
    </>
  )
}
