import { Check, ChevronDown } from 'lucide-react'
import { Select } from 'radix-ui'
import { classNames } from './class-names.ts'
import { CONTROL, FieldFrame, type FieldProps } from './field-frame.tsx'

interface SelectOption<Value extends string> {
  value: Value
  label: string
  hint?: string | undefined
  isDisabled?: boolean | undefined
}

interface SelectFieldProps<Value extends string> extends FieldProps {
  /** The empty string shows the placeholder: no option may have it. */
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
  return (
    <FieldFrame {...frame}>
      {(names) => (
        <Select.Root value={value} disabled={disabled} onValueChange={(next) => onChange(next as Value)}>
          <Select.Trigger
            {...names}
            className={classNames(CONTROL, 'flex h-8 cursor-default items-center justify-between gap-2 text-left')}
          >
            <span className="truncate">
              <Select.Value placeholder={placeholder} />
            </span>
            <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
          </Select.Trigger>
          <Select.Portal>
            <Select.Content
              position="popper"
              sideOffset={4}
              collisionPadding={8}
              className="animate-rise z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-96 overflow-hidden rounded-card bg-raised shadow-float"
            >
              <Select.Viewport className="p-1">
                {options.map((option) => (
                  <Select.Item
                    key={option.value}
                    value={option.value}
                    disabled={option.isDisabled ?? false}
                    className="relative flex min-h-8 cursor-default flex-col justify-center rounded-control py-1 pr-3 pl-8 outline-none data-disabled:opacity-50 data-highlighted:bg-hover"
                  >
                    <Select.ItemIndicator className="absolute top-2 left-2">
                      <Check aria-hidden className="size-4 text-ember-strong" />
                    </Select.ItemIndicator>
                    <Select.ItemText>{option.label}</Select.ItemText>
                    {option.hint !== undefined && <span className="text-small text-muted">{option.hint}</span>}
                  </Select.Item>
                ))}
              </Select.Viewport>
            </Select.Content>
          </Select.Portal>
        </Select.Root>
      )}
    </FieldFrame>
  )
}
