import { Command } from 'cmdk'
import { Search, type LucideIcon } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { OVERLAY, PANEL } from './dialog.tsx'
import { Shortcut } from './shortcut.tsx'
import { useReturnFocus } from './use-return-focus.ts'

export interface CommandItem {
  /** Unique in the whole dialog. */
  id: string
  label: string
  detail?: string | undefined
  icon?: LucideIcon | undefined
  /** In place of the icon. */
  picture?: ReactNode
  shortcut?: string | undefined
  /** The label is the name of a book. */
  isBook?: boolean
  onSelect: () => void
}

export interface CommandGroup {
  heading: string
  items: readonly CommandItem[]
}

interface CommandDialogProps {
  label: string
  placeholder: string
  isOpen: boolean
  onClose: () => void
  text: string
  onTextChange: (text: string) => void
  /** What fits the text, best first; the caller searches. */
  groups: readonly CommandGroup[]
  emptyText: string
}

/** A field that finds and does things, for the keyboard. */
export function CommandDialog({ isOpen, onClose, label, ...rest }: CommandDialogProps) {
  const focus = useReturnFocus()
  return (
    <Dialog.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={OVERLAY} />
        <Dialog.Content
          data-modal
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.giveBack}
          aria-describedby={undefined}
          className={classNames(
            PANEL,
            'bottom-auto! mt-[min(14vh,9rem)]! max-h-[min(70vh,32rem)]! max-w-xl overflow-hidden',
          )}
        >
          <Dialog.Title className="sr-only">{label}</Dialog.Title>
          <Body label={label} onClose={onClose} {...rest} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Body({
  label,
  placeholder,
  onClose,
  text,
  onTextChange,
  groups,
  emptyText,
}: Omit<CommandDialogProps, 'isOpen'>) {
  // The first item is the chosen one until somebody moves: answers that come later may still go before it.
  const [moved, setMoved] = useState<{ text: string; id: string } | null>(null)
  const [isMoving, setIsMoving] = useState(false)
  const items = groups.flatMap((group) => group.items)
  const isKept = moved?.text === text && items.some(({ id }) => id === moved.id)
  const chosen = isKept ? moved.id : (items[0]?.id ?? '')

  return (
    <Command
      label={label}
      shouldFilter={false}
      loop
      value={chosen}
      onValueChange={(id) => isMoving && setMoved({ text, id })}
      onPointerMoveCapture={() => setIsMoving(true)}
      onKeyDownCapture={(event) => setIsMoving(/^(Arrow|Home|End)/.test(event.key) || event.ctrlKey)}
      className="flex min-h-0 flex-col"
    >
      <div className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Command.Input
          value={text}
          placeholder={placeholder}
          className="h-full grow bg-transparent outline-none placeholder:text-muted"
          onValueChange={onTextChange}
        />
      </div>
      <Command.List label="Results" className="min-h-0 overflow-y-auto overscroll-contain p-2">
        <Command.Empty className="px-2 py-6 text-center text-muted">{emptyText}</Command.Empty>
        {groups.map(({ heading, items: own }) => (
          <Command.Group
            key={heading}
            heading={heading}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:text-muted"
          >
            {own.map((item) => (
              <Line
                key={item.id}
                item={item}
                onSelect={() => {
                  onClose()
                  item.onSelect()
                }}
              />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  )
}

function Line({ item, onSelect }: { item: CommandItem; onSelect: () => void }) {
  const { id, label, detail, icon: Icon, picture, shortcut, isBook = false } = item
  return (
    <Command.Item
      value={id}
      className="flex min-h-9 cursor-default items-center gap-3 rounded-control px-2 py-1 data-[selected=true]:bg-hover"
      onSelect={onSelect}
    >
      <span className="grid w-8 shrink-0 place-items-center text-muted">
        {picture ?? (Icon !== undefined && <Icon aria-hidden className="size-4" />)}
      </span>
      <span className="flex min-w-0 grow items-baseline gap-2">
        <span className={classNames('truncate', isBook && 'font-serif')}>{label}</span>
        {detail !== undefined && <span className="max-w-1/2 shrink-0 truncate text-small text-muted">{detail}</span>}
      </span>
      {shortcut !== undefined && <Shortcut keys={shortcut} />}
    </Command.Item>
  )
}
