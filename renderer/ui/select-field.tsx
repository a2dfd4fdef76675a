import { Check, ChevronDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useId, useState } from 'react'
import { classNames } from './class-names.ts'
import { CONTROL, FieldFrame, type FieldProps } from './field-frame.tsx'
import { useListboxKeys } from './use-listbox-keys.ts'

interface SelectOption<Value extends string> {
  value: Value
  label: string
  hint?: string | undefined
  isDisabled?: boolean | undefined
}

interface SelectFieldProps<Value extends string> extends FieldProps {
  /** One that no option has shows the placeholder. */
  value: Value | ''
  onChange: (value: Value) => void
  options: readonly SelectOption<Value>[]
  placeholder?: string
  disabled?: boolean
}

/** One of several, each with a line of its own. */
export function SelectField<Value extends string>({
  value,
  onChange,
  options,
  placeholder = 'Choose…',
  disabled = false,
  ...frame
}: SelectFieldProps<Value>) {
  const listId = useId()
  const [isOpen, setIsOpen] = useState(false)
  const chosen = options.findIndex((option) => option.value === value)
  const [active, setActive] = useState(0)

  const setOpen = (next: boolean): void => {
    if (next && !isOpen) setActive(Math.max(chosen, 0))
    setIsOpen(next)
  }
  const choose = (index: number): void => {
    const option = options[index]
    if (option === undefined || option.isDisabled === true) return
    setIsOpen(false)
    if (option.value !== value) onChange(option.value)
  }
  const pressKey = useListboxKeys({
    labels: options.map(({ label }) => label),
    isEnabled: (index) => options[index]?.isDisabled !== true,
    isOpen,
    setIsOpen,
    active: isOpen ? active : Math.max(chosen, 0),
    setActive,
    onChoose: choose,
  })

  return (
    <FieldFrame {...frame}>
      {(names) => (
        <Popover.Root open={isOpen} onOpenChange={setOpen}>
          <Popover.Trigger asChild>
            <button
              {...names}
              type="button"
              role="combobox"
              aria-haspopup="listbox"
              aria-controls={isOpen ? listId : undefined}
              aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
              disabled={disabled}
              className={classNames(CONTROL, 'flex h-8 cursor-default items-center justify-between gap-2 text-left')}
              onKeyDown={pressKey}
            >
              <span className={classNames('truncate', chosen === -1 && 'text-muted')}>
                {options[chosen]?.label ?? placeholder}
              </span>
              <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
            </button>
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              id={listId}
              role="listbox"
              aria-label={frame.label}
              align="start"
              sideOffset={4}
              collisionPadding={8}
              className="animate-rise z-50 max-h-[min(24rem,var(--radix-popover-content-available-height))] max-w-96 min-w-(--radix-popover-trigger-width) overflow-y-auto rounded-card bg-raised p-1 shadow-float outline-none"
              // The button keeps the focus and tells which option is meant.
              onOpenAutoFocus={(event) => event.preventDefault()}
              onMouseDown={(event) => event.preventDefault()}
            >
              {options.map((option, index) => (
                <div
                  key={option.value}
                  ref={index === active ? scrollIntoSight : null}
                  id={`${listId}-${index}`}
                  role="option"
                  aria-selected={index === chosen}
                  aria-disabled={option.isDisabled === true || undefined}
                  className={classNames(
                    'relative flex min-h-8 cursor-default flex-col justify-center rounded-control py-1 pr-3 pl-8 select-none aria-disabled:opacity-50',
                    index === active && 'bg-hover',
                  )}
                  onPointerMove={() => setActive(index)}
                  onClick={() => choose(index)}
                >
                  {index === chosen && <Check aria-hidden className="absolute top-2 left-2 size-4 text-ember-strong" />}
                  {option.label}
                  {option.hint !== undefined && <span className="text-small text-muted">{option.hint}</span>}
                </div>
              ))}
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      )}
    </FieldFrame>
  )
}

function scrollIntoSight(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' })
}
