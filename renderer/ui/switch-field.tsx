import { Switch } from 'radix-ui'
import { useId } from 'react'
import { classNames } from './class-names.ts'

interface SwitchFieldProps {
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => void
  hint?: string
  isLabelHidden?: boolean
  disabled?: boolean
  className?: string
}

/** Turns something on or off at once. */
export function SwitchField({
  label,
  isOn,
  onChange,
  hint,
  isLabelHidden = false,
  disabled,
  className,
}: SwitchFieldProps) {
  const id = useId()
  return (
    <div className={classNames('flex min-h-6 items-center gap-2.5', className)}>
      <Switch.Root
        id={id}
        checked={isOn}
        disabled={disabled ?? false}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="group relative h-6 w-10 shrink-0 cursor-default rounded-full bg-canvas shadow-[inset_0_0_0_1px_var(--color-control)] transition-colors duration-150 disabled:opacity-50 data-[state=checked]:bg-ember data-[state=checked]:shadow-none"
        onCheckedChange={onChange}
      >
        <Switch.Thumb className="block size-4 translate-x-1 rounded-full bg-muted transition-transform duration-150 data-[state=checked]:translate-x-5 data-[state=checked]:bg-on-ember" />
      </Switch.Root>
      <div className="flex min-w-0 flex-col">
        <label htmlFor={id} className={isLabelHidden ? 'sr-only' : undefined}>
          {label}
        </label>
        {hint !== undefined && (
          <span id={`${id}-hint`} className="text-small text-muted">
            {hint}
          </span>
        )}
      </div>
    </div>
  )
}
