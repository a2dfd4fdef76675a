import { Tooltip as Radix } from 'radix-ui'
import type { ReactElement } from 'react'
import { Shortcut } from './shortcut.tsx'

interface TooltipProps {
  label: string
  /** As in `COMMANDS`: `Mod+K`. */
  shortcut?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** Something that can have the focus. */
  children: ReactElement
}

/** Names what it is put around; never the only place of what matters. */
export function Tooltip({ label, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="animate-appear z-50 flex max-w-80 items-center gap-2 rounded-control bg-raised px-2 py-1 text-small text-text shadow-float"
        >
          {label}
          {shortcut !== undefined && <Shortcut keys={shortcut} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Lets neighbouring tooltips follow each other without a wait; goes once around the window. */
export const TooltipProvider = Radix.Provider
