import { Check } from 'lucide-react'
import { Checkbox } from 'radix-ui'
import { useId } from 'react'
import { classNames } from './class-names.ts'

interface CheckboxFieldProps {
  label: string
  isChecked: boolean
  onChange: (isChecked: boolean) => void
  hint?: string
  isLabelHidden?: boolean
  disabled?: boolean
  className?: string
}

/** One of several that go together; takes effect with the form. */
export function CheckboxField({
  label,
  isChecked,
  onChange,
  hint,
  isLabelHidden = false,
  disabled,
  className,
}: CheckboxFieldProps) {
  const id = useId()
  return (
    <div className={classNames('flex min-h-6 gap-2', className)}>
      <Checkbox.Root
        id={id}
        checked={isChecked}
        disabled={disabled ?? false}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="group grid size-6 shrink-0 cursor-default place-items-center rounded-control disabled:opacity-50"
        onCheckedChange={(next) => onChange(next === true)}
      >
        <span className="grid size-4 place-items-center rounded-[4px] shadow-[inset_0_0_0_1px_var(--color-control)] group-data-[state=checked]:bg-ember group-data-[state=checked]:shadow-none">
          <Checkbox.Indicator>
            <Check aria-hidden className="size-3 text-on-ember" strokeWidth={3} />
          </Checkbox.Indicator>
        </span>
      </Checkbox.Root>
      <div className="flex min-w-0 flex-col pt-0.5">
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
