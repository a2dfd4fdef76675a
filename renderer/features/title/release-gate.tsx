import { Gauge, Headphones, Wrench } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ReleaseCard, ReleaseReport, Remedy } from '#shared/models/release.ts'
import type { TitleCard } from '#shared/models/title-card.ts'
import { request } from '#renderer/bridge.ts'
import { play } from '#renderer/state/player.ts'
import type { useReleaseActions } from '#renderer/state/releases.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Button } from '#renderer/ui/button.tsx'
import { askToConfirm } from '#renderer/ui/confirm.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { formatCount, pluralise } from '#renderer/ui/format.ts'
import { Menu } from '#renderer/ui/menu.tsx'
import { Segmented } from '#renderer/ui/segmented.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { gateRows, inOrder, remediesOf, type GateOrder, type Mend } from './release-gate-table.ts'
import { GateTable } from './release-gate-list.tsx'
import { playSpots, worstSpots } from './release-spots.ts'
import { WholeChecks } from './release-whole-checks.tsx'
import { remedyForAll } from './release-words.ts'

interface ReleaseGateProps {
  title: TitleCard
  card: ReleaseCard
  actions: ReturnType<typeof useReleaseActions>
}

/** How the finished files measure against what is asked for. */
export function ReleaseGate({ title, card, actions }: ReleaseGateProps) {
  const { productionId, profileId, measuredAt } = card
  const key = `${productionId} ${profileId}`
  const { status, failure, data, reload } = useLoaded(key, () => request('release.report', { productionId, profileId }))
  const known = useRef(measuredAt)
  useEffect(() => {
    if (known.current === measuredAt) return
    known.current = measuredAt
    reload()
  }, [measuredAt, reload])
  return (
    <ViewState
      status={status}
      failure={failure}
      onRetry={reload}
      skeleton={<SkeletonRows count={6} />}
      isEmpty={data === null}
      empty={
        <EmptyState
          icon={Gauge}
          title={card.state === 'building' ? 'Nothing is measured yet' : 'Nothing has been built yet'}
          body="After a build every file is read back and measured. What does not hold is red, with the limit and what mends it."
        />
      }
    >
      {data !== null && <Gate title={title} card={card} report={data} actions={actions} />}
    </ViewState>
  )
}

function Gate({ title, card, report, actions }: ReleaseGateProps & { report: ReleaseReport }) {
  const [order, setOrder] = useState<GateOrder>('book')
  const rows = useMemo(() => gateRows(report), [report])
  const red = rows.filter((row) => row.red > 0).length
  // What was red may be mended meanwhile.
  const shownOrder = red === 0 ? 'book' : order
  const shown = useMemo(() => inOrder(rows, shownOrder), [rows, shownOrder])
  const spots = useMemo(() => worstSpots(report), [report])
  const mend: Mend = (places, remedy) => void askAndMend(actions, remedy, places)

  return (
    <div className="flex h-full flex-col gap-3">
      <WholeChecks report={report} card={card} mend={mend} />
      <div className="flex flex-wrap items-center gap-2">
        {red > 0 && (
          <Segmented<GateOrder>
            label="Rows"
            value={shownOrder}
            onChange={setOrder}
            options={[
              { value: 'book', label: `All ${formatCount(rows.length)}` },
              { value: 'redFirst', label: 'Red first' },
              { value: 'redOnly', label: `Red only ${formatCount(red)}` },
            ]}
          />
        )}
        <span className="grow" />
        {spots.length > 0 && (
          <Button icon={Headphones} onClick={() => play(playSpots(title, card, spots))}>
            Listen to the worst {spots.length === 1 ? 'spot' : 'spots'}
          </Button>
        )}
        <MendButton report={report} card={card} isBusy={actions.busy === 'mend'} mend={mend} />
      </div>
      <div className="min-h-0 grow">
        <GateTable title={title} card={card} report={report} rows={shown} mend={mend} />
      </div>
    </div>
  )
}

interface MendButtonProps {
  report: ReleaseReport
  card: ReleaseCard
  isBusy: boolean
  mend: Mend
}

/** Mends all that is red, or all that one remedy is for. */
function MendButton({ report, card, isBusy, mend }: MendButtonProps) {
  const remedies = remediesOf(report)
  const [only] = remedies
  if (only === undefined || card.state === 'building') return null
  if (remedies.length === 1) {
    return (
      <Button icon={Wrench} isBusy={isBusy} onClick={() => mend(null, only.remedy)}>
        {remedyForAll(only.remedy, only.rows)}
      </Button>
    )
  }
  const redRows = report.rows.filter(({ checks }) => checks.some(({ remedy }) => remedy !== null)).length
  return (
    <Menu
      label="Mend"
      align="end"
      trigger={
        <Button icon={Wrench} isBusy={isBusy}>
          Mend what is red…
        </Button>
      }
      items={[
        { label: `Mend all ${pluralise(redRows, 'red row')}`, onSelect: () => mend(null, null) },
        'separator',
        ...remedies.map(({ remedy, rows }) => ({
          label: remedyForAll(remedy, rows),
          onSelect: () => mend(null, remedy),
        })),
      ]}
    />
  )
}

async function askAndMend(
  { mend }: ReleaseGateProps['actions'],
  remedy: Remedy | null,
  rows: number[] | null,
): Promise<void> {
  const isSure =
    remedy !== 'render' ||
    (await askToConfirm({
      title: 'Speak these passages again?',
      body: 'The servers speak the passages that cannot be mended otherwise, then the chapters concerned are encoded and measured again. The rest of the book stays as it is.',
      action: 'Speak them again',
    }))
  if (isSure) await mend({ rows, remedy })
}
