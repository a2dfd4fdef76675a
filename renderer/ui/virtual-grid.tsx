import { memo, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { useRovingFocus } from './use-roving-focus.ts'
import { useVirtualLines } from './use-virtual-lines.ts'

interface VirtualGridProps {
  label: string
  count: number
  /** Items grow from here so that a line is full. */
  itemMinWidthPx: number
  /** The height of an item that became so wide. */
  itemHeightPx: (widthPx: number) => number
  gapPx?: number
  /** Controls inside are tab stops only in the active item: `tabIndex={isActive ? 0 : -1}`. */
  renderItem: (index: number, isActive: boolean) => ReactNode
  keyOf?: (index: number) => string | number
  /** Enter on an item, or a click beside its controls. */
  onActivate?: (index: number) => void
  className?: string
}

/** Any number of items in lines that fit the width; arrows move in both directions. */
export function VirtualGrid({
  label,
  count,
  itemMinWidthPx,
  itemHeightPx,
  gapPx = 16,
  renderItem,
  keyOf,
  onActivate,
  className,
}: VirtualGridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [widthPx, setWidthPx] = useState(0)
  useLayoutEffect(() => {
    const element = content.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const columns = Math.max(1, Math.floor((widthPx + gapPx) / (itemMinWidthPx + gapPx)))
  const itemWidthPx = (widthPx - gapPx * (columns - 1)) / columns
  const linePx = Math.round(itemHeightPx(Math.max(itemWidthPx, 1))) + gapPx
  const lineCount = widthPx === 0 ? 0 : Math.ceil(count / columns)
  const pageLines = (): number => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / linePx))
  const { active, handlers } = useRovingFocus({ scroller, count, columns, pageLines, onActivate })
  const { lines, totalPx, scrollTo } = useVirtualLines({
    scroller,
    count: lineCount,
    linePx,
    headerPx: 0,
    keptLine: Math.floor(active / columns),
  })

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={lineCount}
      aria-colcount={columns}
      className={classNames('relative h-full min-h-0 overflow-y-auto overscroll-contain', className)}
      {...handlers((index) => scrollTo(Math.floor(index / columns)))}
    >
      <div ref={content} role="presentation" className="relative" style={{ height: totalPx }}>
        {lines.map(({ index: line, topPx }) => (
          <div
            key={line}
            role="row"
            aria-rowindex={line + 1}
            className="absolute inset-x-0 top-0 grid"
            style={{
              height: linePx - gapPx,
              transform: `translateY(${topPx}px)`,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              columnGap: gapPx,
            }}
          >
            {Array.from({ length: Math.min(columns, count - line * columns) }, (_, column) => {
              const index = line * columns + column
              return (
                <Cell
                  key={keyOf?.(index) ?? index}
                  index={index}
                  column={column}
                  isActive={index === active}
                  renderItem={renderItem}
                />
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

interface CellProps {
  index: number
  column: number
  isActive: boolean
  renderItem: VirtualGridProps['renderItem']
}

/** Scrolling makes new items; those that stay are not drawn again. */
const Cell = memo(function Cell({ index, column, isActive, renderItem }: CellProps) {
  return (
    <div
      role="gridcell"
      aria-colindex={column + 1}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      className="min-w-0 rounded-card -outline-offset-2"
    >
      {renderItem(index, isActive)}
    </div>
  )
})
