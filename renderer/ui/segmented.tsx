import type { LucideIcon } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { classNames } from './class-names.ts'

interface SegmentedProps<Value extends string> {
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: string; icon?: LucideIcon; isLabelHidden?: boolean }[]
  className?: string
}

/** A few ways to see or filter the same thing. */
export function Segmented<Value extends string>({ label, value, onChange, options, className }: SegmentedProps<Value>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      orientation="horizontal"
      className={classNames(
        'inline-flex min-h-8 w-fit max-w-full shrink-0 flex-wrap rounded-control bg-surface p-0.5 shadow-[inset_0_0_0_1px_var(--color-line)]',
        className,
      )}
      onValueChange={(next) => onChange(next as Value)}
    >
      {options.map(({ value: own, label: name, icon: Icon, isLabelHidden = false }) => (
        <RadioGroup.Item
          key={own}
          value={own}
          aria-label={isLabelHidden ? name : undefined}
          title={isLabelHidden ? name : undefined}
          className="flex h-7 min-w-7 cursor-default items-center justify-center gap-1.5 rounded-[4px] px-2.5 whitespace-nowrap text-muted transition-colors duration-150 hover:text-text data-[state=checked]:bg-hover data-[state=checked]:text-text"
        >
          {Icon !== undefined && <Icon aria-hidden className="size-4" />}
          {!isLabelHidden && name}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
