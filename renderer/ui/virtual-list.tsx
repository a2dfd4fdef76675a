import { memo, useEffect, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react'
import { classNames } from './class-names.ts'
import { useRovingFocus } from './use-roving-focus.ts'
import { useVirtualLines } from './use-virtual-lines.ts'

export interface VirtualListHandle {
  scrollToIndex: (index: number, align?: 'auto' | 'start' | 'center' | 'end') => void
  focusRow: (index: number) => void
}

interface VirtualListProps {
  label: string
  count: number
  rowHeightPx: number
  /** With a header the row is made of elements with the role `gridcell`; controls are tab stops in the active row only. */
  renderRow: (index: number, isActive: boolean) => ReactNode
  /** Keeps a row's elements with its thing while others come and go above it. */
  keyOf?: (index: number) => string | number
  /** Elements with the role `columnheader`; it makes the list a table. */
  header?: ReactNode
  /** Without it the header is as high as a row. */
  headerHeightPx?: number
  /** Of all columns together: what does not fit is scrolled sideways. */
  widthPx?: number
  /** Enter on a row, or a click beside its controls. */
  onActivate?: (index: number) => void
  selectedIndex?: number | null
  /** Which rows are in sight, first and last: for loading what they show. */
  onRange?: (first: number, last: number) => void
  className?: string
  rowClassName?: string
  ref?: Ref<VirtualListHandle>
}

/** Any number of rows of one height; fills the height that it is given and builds what is in sight. */
export function VirtualList({
  label,
  count,
  rowHeightPx,
  renderRow,
  keyOf,
  header,
  headerHeightPx = rowHeightPx,
  widthPx,
  onActivate,
  selectedIndex = null,
  onRange,
  className,
  rowClassName,
  ref,
}: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const isTable = header !== undefined
  const headerPx = isTable ? headerHeightPx : 0
  const pageRows = (): number =>
    Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headerPx) / rowHeightPx) - 1)
  const { active, moveTo, handlers } = useRovingFocus({ scroller, count, pageRows, onActivate })
  const { lines, first, last, totalPx, scrollTo } = useVirtualLines({
    scroller,
    count,
    linePx: rowHeightPx,
    headerPx,
    keptLine: active,
  })
  useImperativeHandle(ref, () => ({
    scrollToIndex: scrollTo,
    focusRow: (index) => {
      scrollTo(index)
      moveTo(index)
    },
  }))
  useEffect(() => onRange?.(first, last), [onRange, first, last])

  return (
    <div
      ref={scroller}
      role={isTable ? 'grid' : 'list'}
      aria-label={label}
      aria-rowcount={isTable ? count + 1 : undefined}
      className={classNames('relative h-full min-h-0 overflow-y-auto overscroll-contain', className)}
      {...handlers((index) => scrollTo(index))}
    >
      {isTable && (
        <div
          role="rowgroup"
          className="sticky top-0 z-10 bg-canvas text-small text-muted"
          style={{ height: headerPx, minWidth: widthPx }}
        >
          <div role="row" aria-rowindex={1} className="h-full border-b border-line">
            {header}
          </div>
        </div>
      )}
      <div role={isTable ? 'rowgroup' : undefined} className="relative" style={{ height: totalPx, minWidth: widthPx }}>
        {lines.map(({ index, topPx }) => (
          <Row
            key={keyOf?.(index) ?? index}
            index={index}
            count={count}
            topPx={topPx}
            heightPx={rowHeightPx}
            isTable={isTable}
            isActive={index === active}
            isSelected={selectedIndex === null ? null : index === selectedIndex}
            renderRow={renderRow}
            className={rowClassName}
          />
        ))}
      </div>
    </div>
  )
}

interface RowProps {
  index: number
  count: number
  topPx: number
  heightPx: number
  isTable: boolean
  isActive: boolean
  /** Null where rows cannot be selected. */
  isSelected: boolean | null
  renderRow: VirtualListProps['renderRow']
  className: string | undefined
}

/** Scrolling makes new rows; those that stay are not drawn again. */
const Row = memo(function Row({
  index,
  count,
  topPx,
  heightPx,
  isTable,
  isActive,
  isSelected,
  renderRow,
  className,
}: RowProps) {
  const semantics = isTable
    ? { role: 'row', 'aria-rowindex': index + 2, 'aria-selected': isSelected ?? undefined }
    : {
        role: 'listitem',
        'aria-posinset': index + 1,
        'aria-setsize': count,
        'aria-current': isSelected === true || undefined,
      }
  return (
    <div
      {...semantics}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      className={classNames(
        'absolute inset-x-0 top-0 rounded-control -outline-offset-2 [contain:layout_style]',
        isSelected === true ? 'bg-selected' : 'hover:bg-surface',
        className,
      )}
      style={{ height: heightPx, transform: `translateY(${topPx}px)` }}
    >
      {renderRow(index, isActive)}
    </div>
  )
})
