import { useMemo, useRef, type ReactNode } from 'react'
import { useLineVirtualizer } from '#renderer/ui/use-line-virtualizer.ts'
import { useRovingFocus } from '#renderer/ui/use-roving-focus.ts'
import type { SceneRow } from './picture-scene-rows.ts'
import { placeKey } from '#renderer/state/pictures.ts'

const HEIGHTS_PX: Readonly<Record<SceneRow['kind'], number>> = { chapter: 52, scene: 116 }
/** Rows built beyond each edge, so that pictures are there before they are seen. */
const OVERSCAN = 3
const PAGE_ROWS = 5

interface SceneListProps {
  rows: readonly SceneRow[]
  renderRow: (row: SceneRow, isActive: boolean) => ReactNode
  /** Enter on a row, or a click beside its controls. */
  onActivate: (row: SceneRow) => void
}

/** Chapters and scenes, of which only those in sight are built; one tab stop, whose row's controls follow it. */
export function SceneList({ rows, renderRow, onActivate }: SceneListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { active, handlers } = useRovingFocus({
    scroller,
    count: rows.length,
    pageRows: () => PAGE_ROWS,
    onActivate: (index) => {
      const row = rows[index]
      if (row !== undefined) onActivate(row)
    },
  })
  // The virtualizer asks for heights again when its keys are others.
  const getItemKey = useMemo(() => (index: number) => keyOf(rows[index]), [rows])
  const virtualizer = useLineVirtualizer({
    scroller,
    keptLine: active,
    count: rows.length,
    estimateSize: (index) => HEIGHTS_PX[rows[index]?.kind ?? 'scene'],
    getItemKey,
    overscan: OVERSCAN,
  })
  return (
    <div
      ref={scroller}
      role="list"
      aria-label="Scenes"
      className="@container relative h-full min-h-0 overflow-y-auto overscroll-contain"
      {...handlers((index) => virtualizer.scrollToIndex(index, { align: 'auto' }))}
    >
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, size, key }) => {
          const row = rows[index]
          if (row === undefined) return null
          const isActive = index === active
          return (
            <div
              key={key}
              role="listitem"
              aria-posinset={index + 1}
              aria-setsize={rows.length}
              data-index={index}
              tabIndex={isActive ? 0 : -1}
              className="absolute inset-x-0 top-0 rounded-control -outline-offset-2 [contain:layout_style] hover:bg-surface"
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              {renderRow(row, isActive)}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function keyOf(row: SceneRow | undefined): string {
  if (row === undefined) return ''
  return row.kind === 'chapter' ? `chapter ${row.chapter.index}` : placeKey(row.scene)
}
