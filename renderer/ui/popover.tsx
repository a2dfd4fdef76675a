import { Popover as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'

interface PopoverProps {
  label: string
  /** The button that opens it. */
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** With `onOpenChange`, when something else opens it too. */
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  /** It is for reading: the focus goes to the panel, not to a control in it. */
  isForReading?: boolean
}

function focusPanel(event: Event): void {
  event.preventDefault()
  ;(event.currentTarget as HTMLElement).focus()
}

/** A small panel beside its button; Escape and a click elsewhere close it. */
export function Popover({
  label,
  trigger,
  children,
  align = 'start',
  side = 'bottom',
  isOpen,
  onOpenChange,
  isForReading = false,
}: PopoverProps) {
  return (
    <Radix.Root
      {...(isOpen === undefined ? {} : { open: isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          {...(isForReading ? { onOpenAutoFocus: focusPanel } : {})}
          className="animate-rise z-40 max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-card bg-raised p-4 shadow-float outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
