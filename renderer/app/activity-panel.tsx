import { Pause } from 'lucide-react'
import { Link } from 'wouter'
import type { ProductionCard } from '#shared/models/production-card.ts'
import type { Activity } from '#shared/models/studio.ts'
import { useProductions } from '../state/productions.ts'
import { setQueuePaused } from '../state/queue-actions.ts'
import { Button } from '../ui/button.tsx'
import { Cover } from '../ui/cover.tsx'
import { formatDuration, formatPercent, pluralise } from '../ui/format.ts'
import { Notice } from '../ui/notice.tsx'
import { ProgressLine } from '../ui/progress-line.tsx'
import { StateMark } from '../ui/state-mark.tsx'

const MOST_SHOWN = 5
const ORDER = ['processing', 'failed', 'pending'] as const

function isOrdered(status: ProductionCard['status']): status is (typeof ORDER)[number] {
  return ORDER.some((ordered) => ordered === status)
}

/** Productions that run, wait for a hand or wait for their turn, in this order. */
function present(cards: Iterable<ProductionCard>): ProductionCard[] {
  const rank = ({ status }: ProductionCard): number => (isOrdered(status) ? ORDER.indexOf(status) : ORDER.length)
  return [...cards].filter(({ status }) => isOrdered(status)).sort((a, b) => rank(a) - rank(b))
}

/** The panel of the pill: what runs, how far it is, and where to go on. */
export function ActivityPanel({ activity, onLeave }: { activity: Activity; onLeave: () => void }) {
  const items = useProductions((state) => state.items)
  const cards = present(items.values())
  return (
    <div className="flex flex-col gap-3">
      <h2 className="font-semibold">What is running</h2>
      {activity.isQueuePaused && (
        <Notice
          icon={Pause}
          tone="warn"
          action={
            <Button size="small" onClick={() => void setQueuePaused(false)}>
              Resume
            </Button>
          }
        >
          The queue is paused.
        </Notice>
      )}
      {cards.length === 0 && <p className="text-muted">No production is on its way.</p>}
      <ul className="-mx-2 flex flex-col">
        {cards.slice(0, MOST_SHOWN).map((card) => (
          <li key={card.id}>
            <Link
              href={`/production/${card.id}`}
              className="flex cursor-default items-center gap-3 rounded-control p-2 hover:bg-hover"
              onClick={onLeave}
            >
              <Cover
                bookId={card.bookId}
                version={card.coverVersion}
                title={card.title}
                size="poster"
                className="size-11"
              />
              <span className="flex min-w-0 grow flex-col gap-1">
                <span className="truncate font-serif">{card.title}</span>
                {card.status === 'processing' && (
                  <ProgressLine value={card.progress} label={`Progress of ${card.title}`} />
                )}
                <ProductionWords card={card} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <div className="flex justify-between gap-3 border-t border-line pt-3">
        <PanelLink href="/productions" onLeave={onLeave}>
          {cards.length > MOST_SHOWN ? `All ${cards.length} productions` : 'All productions'}
        </PanelLink>
        <PanelLink href="/jobs" onLeave={onLeave}>
          {`${pluralise(activity.jobsRunning + activity.jobsWaiting, 'job')} in the queue`}
        </PanelLink>
      </div>
    </div>
  )
}

function ProductionWords({ card }: { card: ProductionCard }) {
  if (card.status === 'failed') {
    return (
      <span className="flex items-center gap-1.5 text-small">
        <StateMark state="needsYou" label="Needs you" />
        <span className="truncate text-muted">{card.error?.message ?? 'It stopped and needs a decision.'}</span>
      </span>
    )
  }
  if (card.status === 'pending')
    return <StateMark state="waiting" label="Waits for its turn" isLabelShown className="text-small text-muted" />
  if (card.isHeldByQueue)
    return <StateMark state="paused" label="The queue is paused" isLabelShown className="text-small text-muted" />
  const left = card.etaMs === null ? (card.activity ?? '') : `${formatDuration(card.etaMs)} left`
  return (
    <span className="flex justify-between gap-2 text-small text-muted">
      <span className="truncate">{left}</span>
      <span>{formatPercent(card.progress)}</span>
    </span>
  )
}

function PanelLink({ href, onLeave, children }: { href: string; onLeave: () => void; children: string }) {
  return (
    <Link href={href} className="rounded-control py-0.5 text-muted hover:text-text" onClick={onLeave}>
      {children}
    </Link>
  )
}
