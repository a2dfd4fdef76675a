import { useState } from 'react'
import { classNames } from './class-names.ts'
import { CONTROL, FieldFrame, type FieldProps } from './field-frame.tsx'

interface NumberFieldProps extends FieldProps {
  /** Null while the field is empty. */
  value: number | null
  onChange: (value: number | null) => void
  min?: number
  max?: number
  step?: number
  disabled?: boolean
}

/** A number; it may be empty, and says so with null. */
export function NumberField({ value, onChange, min, max, step, disabled, ...frame }: NumberFieldProps) {
  // What is typed on the way to a number ("-", "1.") is none yet, and must stay in the field.
  const [draft, setDraft] = useState<string | null>(null)
  const change = (text: string): void => {
    setDraft(text)
    const number = Number(text)
    onChange(text.trim() === '' || Number.isNaN(number) ? null : number)
  }
  return (
    <FieldFrame {...frame}>
      {(names) => (
        <input
          {...names}
          type="number"
          min={min}
          max={max}
          step={step}
          disabled={disabled}
          value={draft ?? (value === null ? '' : String(value))}
          className={classNames(CONTROL, 'h-8')}
          onChange={(event) => change(event.target.value)}
          onBlur={() => setDraft(null)}
        />
      )}
    </FieldFrame>
  )
}
