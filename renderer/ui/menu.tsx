import { Check, type LucideIcon } from 'lucide-react'
import { ContextMenu as RadixContext, DropdownMenu as RadixMenu } from 'radix-ui'
import type { ReactElement } from 'react'
import { classNames } from './class-names.ts'
import { Shortcut } from './shortcut.tsx'

export type MenuItem =
  | {
      label: string
      onSelect: () => void
      icon?: LucideIcon | undefined
      hint?: string | undefined
      shortcut?: string | undefined
      isDangerous?: boolean | undefined
      isDisabled?: boolean | undefined
      /** Makes it a choice that is on or off. */
      isChecked?: boolean | undefined
    }
  | 'separator'

const CONTENT =
  'animate-rise z-50 max-h-(--radix-popper-available-height) min-w-48 max-w-80 overflow-y-auto rounded-card bg-raised p-1 shadow-float'

/** The menus of Radix differ in how they open, not in what they are made of. */
type Parts = Pick<typeof RadixMenu, 'Item' | 'CheckboxItem' | 'Separator'>

function Items({ parts, items }: { parts: Parts; items: readonly MenuItem[] }) {
  return items.map((item, index) => {
    if (item === 'separator') return <parts.Separator key={index} className="m-1 h-px bg-line" />
    const { icon: Icon, isChecked } = item
    const isChoice = isChecked !== undefined
    const props = {
      disabled: item.isDisabled ?? false,
      onSelect: item.onSelect,
      className: classNames(
        'flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2 py-1 outline-none select-none data-disabled:opacity-45 data-highlighted:bg-hover',
        item.isDangerous === true && 'text-danger',
      ),
    }
    const body = (
      <>
        {isChoice && <Check aria-hidden className={classNames('size-4 shrink-0', !isChecked && 'invisible')} />}
        {Icon !== undefined && <Icon aria-hidden className="size-4 shrink-0 text-muted" />}
        <span className="flex grow flex-col">
          {item.label}
          {item.hint !== undefined && <span className="text-small text-muted">{item.hint}</span>}
        </span>
        {item.shortcut !== undefined && <Shortcut keys={item.shortcut} />}
      </>
    )
    return isChoice ? (
      <parts.CheckboxItem key={index} checked={isChecked} {...props}>
        {body}
      </parts.CheckboxItem>
    ) : (
      <parts.Item key={index} {...props}>
        {body}
      </parts.Item>
    )
  })
}

interface MenuProps {
  label: string
  /** The button that opens it. */
  trigger: ReactElement
  items: readonly MenuItem[]
  align?: 'start' | 'end'
}

/** What can be done with a thing, behind a button. */
export function Menu({ label, trigger, items, align = 'start' }: MenuProps) {
  return (
    <RadixMenu.Root modal={false}>
      <RadixMenu.Trigger asChild>{trigger}</RadixMenu.Trigger>
      <RadixMenu.Portal>
        <RadixMenu.Content aria-label={label} align={align} sideOffset={4} collisionPadding={8} className={CONTENT}>
          <Items parts={RadixMenu} items={items} />
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  )
}

interface ContextMenuProps {
  label?: string
  items: readonly MenuItem[]
  /** One element that passes its properties on. */
  children: ReactElement
}

/** The same on a right click; every item is also to be had elsewhere. */
export function ContextMenu({ label = 'Actions', items, children }: ContextMenuProps) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content aria-label={label} collisionPadding={8} className={CONTENT}>
          <Items parts={RadixContext} items={items} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  )
}
