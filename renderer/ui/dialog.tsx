import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { ScrollArea } from './scroll-area.tsx'
import { useReturnFocus } from './use-return-focus.ts'

const WIDTHS = { normal: 'max-w-lg', wide: 'max-w-3xl', huge: 'max-w-6xl' } as const

interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the primary one last. */
  footer?: ReactNode
  /** `huge` is for a picture. */
  size?: keyof typeof WIDTHS
}

export const OVERLAY = 'animate-appear fixed inset-0 z-40 bg-scrim'
export const PANEL =
  'animate-rise fixed inset-x-0 top-0 bottom-[8vh] z-40 m-auto flex h-fit max-h-[min(88vh,60rem)] w-[calc(100vw-2rem)] flex-col rounded-card bg-raised shadow-float outline-none'

/** A field asks for the focus; without one it stays with the panel, not with the button that closes it. */
function focusFirstField(event: Event): void {
  event.preventDefault()
  const panel = event.currentTarget as HTMLElement
  const field = panel.querySelector<HTMLElement>('input:not([type="hidden"]), textarea, [role="combobox"]')
  ;(field ?? panel).focus()
}

/** Asks for a few things and then goes; Escape and a click beside it close it. */
export function Dialog({ isOpen, onClose, title, description, children, footer, size = 'normal' }: DialogProps) {
  const focus = useReturnFocus()
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content
          data-modal
          onOpenAutoFocus={(event) => {
            focus.remember()
            focusFirstField(event)
          }}
          onCloseAutoFocus={focus.giveBack}
          className={classNames(PANEL, WIDTHS[size])}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="px-6 pt-5 pr-14">
            <Radix.Title className="text-title font-semibold">{title}</Radix.Title>
            {description !== undefined && (
              <Radix.Description asChild>
                <div className="mt-1 text-muted">{description}</div>
              </Radix.Description>
            )}
          </header>
          <ScrollArea className="min-h-0 overflow-y-auto px-6 py-4 -outline-offset-2">{children}</ScrollArea>
          {footer !== undefined && <footer className="flex flex-wrap justify-end gap-2 px-6 pb-5">{footer}</footer>}
          <Radix.Close asChild>
            <IconButton label="Close" icon={X} className="absolute top-4 right-4" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
