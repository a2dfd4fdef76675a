import { useEffect, useRef, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { ScrollArea } from './scroll-area.tsx'
import { usePageTitle } from './page-title.ts'

interface PageProps {
  title: string
  subtitle?: ReactNode
  /** Buttons and filters at the right of the title. */
  actions?: ReactNode
  /** The content has the height that is left and scrolls by itself: for a list that grows. */
  isFilling?: boolean
  /** The title is a book's, and is set like one. */
  isBook?: boolean
  children: ReactNode
}

/** The address that the focus has come to; null until the first page, which leaves the focus where the system put it. */
let arrivedAt: string | null = null

/** A screen: its heading, what can be done, its content. Names the window and takes the focus when one comes to it. */
export function Page({ title, subtitle, actions, isFilling = false, isBook = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  usePageTitle(title)

  useEffect(() => {
    // A page that is built anew at the same address, as after loading, takes the focus from nobody.
    if (arrivedAt !== null && arrivedAt !== location.hash) heading.current?.focus({ preventScroll: true })
    arrivedAt = location.hash
  }, [])

  const header = (
    <header className="flex flex-wrap items-end gap-x-6 gap-y-3 px-6 pt-5 pb-4 max-[1100px]:px-4">
      <div className="min-w-0 grow">
        <h1
          ref={heading}
          tabIndex={-1}
          className={classNames(
            // A J reaches out of its box to the left; what is cut off there would be its hook.
            '-ml-1 truncate pl-1 text-display font-semibold outline-none',
            isBook ? 'font-serif' : 'tracking-tight',
          )}
        >
          {title}
        </h1>
        {subtitle !== undefined && <div className="mt-0.5 text-muted">{subtitle}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
  const body = 'px-6 max-[1100px]:px-4'
  return isFilling ? (
    <div className="flex h-full min-h-0 flex-col">
      {header}
      <div className={classNames(body, 'min-h-0 grow')}>{children}</div>
    </div>
  ) : (
    <ScrollArea className="h-full overflow-y-auto -outline-offset-2">
      {header}
      <div className={classNames(body, 'pb-8')}>{children}</div>
    </ScrollArea>
  )
}
