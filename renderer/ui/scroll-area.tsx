import { useEffect, useRef, useState, type ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** Scrolls what does not fit; then, and only then, it can be reached by keyboard. What is placed in it stays in it. */
export function ScrollArea({ className, children, ...rest }: ComponentProps<'div'>) {
  const element = useRef<HTMLDivElement>(null)
  const [isOverflowing, setIsOverflowing] = useState(false)

  useEffect(() => {
    const area = element.current
    if (area === null) return
    const observer = new ResizeObserver(() => {
      setIsOverflowing(area.scrollHeight > area.clientHeight || area.scrollWidth > area.clientWidth)
    })
    observer.observe(area)
    if (area.firstElementChild !== null) observer.observe(area.firstElementChild)
    return () => observer.disconnect()
  }, [])

  return (
    <div ref={element} tabIndex={isOverflowing ? 0 : undefined} className={classNames('relative', className)} {...rest}>
      <div className="min-h-full">{children}</div>
    </div>
  )
}
