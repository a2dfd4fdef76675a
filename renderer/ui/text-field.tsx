import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { CONTROL, FieldFrame, type FieldProps } from './field-frame.tsx'

type OwnInputProps = Pick<
  ComponentProps<'input'>,
  'placeholder' | 'maxLength' | 'autoFocus' | 'disabled' | 'required' | 'name' | 'autoComplete' | 'spellCheck'
>

interface TextFieldProps extends FieldProps, OwnInputProps {
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  type?: 'text' | 'url' | 'password'
  isMultiline?: boolean
  /** Of a field of several lines. */
  rows?: number
  /** Offered while one types; anything else may be typed too. */
  suggestions?: readonly string[]
}

/** A line of text, or several. */
export function TextField({
  value,
  onChange,
  onBlur,
  type = 'text',
  isMultiline = false,
  rows = 4,
  suggestions,
  label,
  isLabelHidden,
  error,
  hint,
  className,
  ...rest
}: TextFieldProps) {
  const frame = { label, error, hint, className, ...(isLabelHidden === undefined ? {} : { isLabelHidden }) }
  return (
    <FieldFrame {...frame}>
      {(names) =>
        isMultiline ? (
          <textarea
            {...names}
            value={value}
            rows={rows}
            maxLength={rest.maxLength}
            placeholder={rest.placeholder}
            disabled={rest.disabled}
            required={rest.required}
            spellCheck={rest.spellCheck}
            className={classNames(CONTROL, 'min-h-16 resize-y py-1.5')}
            onChange={(event) => onChange(event.target.value)}
            onBlur={onBlur}
          />
        ) : (
          <>
            <input
              {...names}
              {...rest}
              type={type}
              value={value}
              list={suggestions === undefined ? undefined : `${names.id}-suggestions`}
              className={classNames(CONTROL, 'h-8')}
              onChange={(event) => onChange(event.target.value)}
              onBlur={onBlur}
            />
            {suggestions !== undefined && (
              <datalist id={`${names.id}-suggestions`}>
                {suggestions.map((suggestion) => (
                  <option key={suggestion} value={suggestion} />
                ))}
              </datalist>
            )}
          </>
        )
      }
    </FieldFrame>
  )
}
