import { RadioGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface ChoiceListProps<Value extends string> {
  label: string
  value: Value | ''
  onChange: (value: Value) => void
  /** `aside` is a control beside the choice, for instance to hear it. */
  options: readonly { value: Value; label: string; hint?: string; aside?: ReactNode }[]
}

/** One of several things that deserve a line of their own; arrows move the choice. */
export function ChoiceList<Value extends string>({ label, value, onChange, options }: ChoiceListProps<Value>) {
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-small text-muted">
        {label}
      </span>
      <RadioGroup.Root
        aria-label={label}
        value={value}
        className="relative flex max-h-88 flex-col gap-0.5 overflow-y-auto"
        onValueChange={(next) => onChange(next as Value)}
      >
        {options.map(({ value: own, label: name, hint, aside }) => (
          <div
            key={own}
            className={classNames(
              'flex shrink-0 items-center gap-2 rounded-control pr-2 transition-colors duration-150',
              own === value ? 'bg-selected' : 'hover:bg-hover',
            )}
          >
            <RadioGroup.Item
              value={own}
              className="flex min-w-0 grow cursor-default items-center gap-3 rounded-control px-3 py-2 text-left -outline-offset-2!"
            >
              <span className="grid size-4 shrink-0 place-items-center rounded-full shadow-[inset_0_0_0_1px_var(--color-control)]">
                <RadioGroup.Indicator className="size-2 rounded-full bg-ember" />
              </span>
              <span className="flex min-w-0 flex-col">
                <span className="truncate">{name}</span>
                {hint !== undefined && <span className="line-clamp-2 text-small text-muted">{hint}</span>}
              </span>
            </RadioGroup.Item>
            {aside}
          </div>
        ))}
      </RadioGroup.Root>
    </div>
  )
}
