import { Pause, Play, Volume2 } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import type { ReleaseCard, ReleaseReport, Remedy } from '#shared/models/release.ts'
import type { TitleCard } from '#shared/models/title-card.ts'
import { play, togglePlay, usePlayer } from '#renderer/state/player.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { classNames } from '#renderer/ui/class-names.ts'
import { FILE_KINDS } from '#renderer/ui/file-kinds.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { VirtualList, type VirtualListHandle } from '#renderer/ui/virtual-list.tsx'
import {
  cellText,
  gateColumns,
  isRed,
  remediesOf,
  type GateColumn,
  type GateRow,
  type Mend,
} from './release-gate-table.ts'
import { RedCell } from './release-red-cell.tsx'
import { playSpots, spotPlace, spotsOf } from './release-spots.ts'

const ROW_PX = 36
const HEAD_PX = 44
const NAME_PX = 248
const COLUMN_PX = 116

/** Stays where it is while the numbers pass beneath. */
const NAME_CELL = 'sticky left-0 z-1 flex h-full items-center gap-1.5 border-r border-line pr-2 pl-2'

interface GateTableProps {
  title: TitleCard
  card: ReleaseCard
  report: ReleaseReport
  rows: readonly GateRow[]
  mend: Mend
}

/** Every file and chapter with every number that was measured of it. */
export function GateTable({ title, card, report, rows, mend }: GateTableProps) {
  const list = useRef<VirtualListHandle>(null)
  const columns = useMemo(() => gateColumns(report), [report])
  const alike = useMemo(() => new Map(remediesOf(report).map(({ remedy, rows: count }) => [remedy, count])), [report])
  const isMixed = useMemo(() => new Set(report.rows.map(({ kind }) => kind)).size > 1, [report])
  const heardPlace = usePlayer(({ item }) => item?.stretch?.place ?? null)
  const heard = heardPlace === null ? -1 : rows.findIndex(({ place }) => spotPlace(card, place) === heardPlace)
  useEffect(() => {
    if (heard !== -1) list.current?.scrollToIndex(heard)
  }, [heard])

  const listen = (row: GateRow) => {
    const spots = spotsOf(row)
    if (spots.length > 0) play(playSpots(title, card, spots))
  }
  return (
    <VirtualList
      ref={list}
      label={`Measurements for ${card.profileName}`}
      count={rows.length}
      rowHeightPx={ROW_PX}
      headerHeightPx={HEAD_PX}
      widthPx={NAME_PX + columns.length * COLUMN_PX}
      selectedIndex={heard}
      keyOf={(index) => rows[index]?.place ?? index}
      rowClassName="group"
      header={<Heads columns={columns} />}
      onActivate={(index) => {
        const row = rows[index]
        if (row !== undefined) listen(row)
      }}
      renderRow={(index) => {
        const row = rows[index]
        if (row === undefined) return null
        return (
          <Row
            card={card}
            row={row}
            columns={columns}
            alike={alike}
            isMixed={isMixed}
            isHeard={index === heard}
            mend={mend}
            onListen={() => listen(row)}
          />
        )
      }}
    />
  )
}

function Heads({ columns }: { columns: readonly GateColumn[] }) {
  return (
    <div className="flex h-full">
      <div role="columnheader" className={classNames(NAME_CELL, 'bg-canvas')} style={{ width: NAME_PX }}>
        File or chapter
      </div>
      {columns.map(({ column: { id, label, unit }, limit }) => (
        <div
          key={id}
          role="columnheader"
          className="flex flex-col justify-center px-2 text-right"
          style={{ width: COLUMN_PX }}
        >
          <span className="truncate text-text">
            {label}
            {unit !== null && <span className="text-muted"> {unit}</span>}
          </span>
          {limit !== null && (
            <span className="truncate" title={limit}>
              {limit}
            </span>
          )}
        </div>
      ))}
    </div>
  )
}

interface RowProps {
  card: ReleaseCard
  row: GateRow
  columns: readonly GateColumn[]
  alike: ReadonlyMap<Remedy, number>
  /** Files of several kinds are in the table. */
  isMixed: boolean
  isHeard: boolean
  mend: Mend
  onListen: () => void
}

function Row({ card, row, columns, alike, isMixed, isHeard, mend, onListen }: RowProps) {
  const { title, file, kind, isWholeFile } = row.row
  const canListen = useMemo(() => spotsOf(row).length > 0, [row])
  return (
    <div className="flex h-full">
      <div
        role="rowheader"
        className={classNames(NAME_CELL, isHeard ? 'bg-selected' : 'bg-canvas group-hover:bg-surface')}
        style={{ width: NAME_PX }}
      >
        <StateMark state={row.red > 0 ? 'failed' : 'done'} label={row.red > 0 ? `${row.red} red` : 'Passes'} />
        <span className={classNames('min-w-0 grow truncate', !isWholeFile && 'pl-3')} title={file}>
          {title === '' ? file : title}
          {isMixed && isWholeFile && <span className="text-muted"> · {FILE_KINDS[kind].label}</span>}
        </span>
        {canListen && <ListenButton name={title} isHeard={isHeard} onListen={onListen} />}
      </div>
      {columns.map(({ column }) => {
        const check = row.checks.get(column.id)
        return (
          <div
            key={column.id}
            role="gridcell"
            className="flex min-w-0 items-center justify-end px-2"
            style={{ width: COLUMN_PX }}
          >
            {check !== undefined && isRed(check) ? (
              <RedCell
                name={`${column.label} of ${title}`}
                check={check}
                column={column}
                card={card}
                rows={{ place: row.place, alike: check.remedy === null ? 0 : (alike.get(check.remedy) ?? 0) }}
                mend={mend}
              />
            ) : (
              <span className={classNames('truncate', check?.status !== 'pass' && 'text-muted')}>
                {check === undefined ? '' : cellText(check, column.range)}
              </span>
            )}
          </div>
        )
      })}
    </div>
  )
}

function ListenButton({ name, isHeard, onListen }: { name: string; isHeard: boolean; onListen: () => void }) {
  const isPlaying = usePlayer((player) => player.isPlaying)
  const isSounding = isHeard && isPlaying
  return (
    <span className="flex shrink-0 items-center">
      {isSounding && <Volume2 aria-hidden className="size-4 text-ember-strong" />}
      <IconButton
        size="small"
        className={isSounding ? undefined : 'text-muted!'}
        icon={isSounding ? Pause : Play}
        label={isSounding ? `Pause ${name}` : `Listen to the worst spots of ${name}`}
        onClick={() => (isHeard ? togglePlay() : onListen())}
      />
    </span>
  )
}
