import { useId, type ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface FieldProps {
  label: string
  /** The name is told, not shown: where the place says what the field is. */
  isLabelHidden?: boolean
  /** What is wrong and what would be right. */
  error?: string | null | undefined
  hint?: string | undefined
  className?: string | undefined
}

interface ControlNames {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

export const CONTROL =
  'w-full rounded-control bg-canvas px-2.5 text-text shadow-[inset_0_0_0_1px_var(--color-control)] transition-shadow duration-150 placeholder:text-muted disabled:opacity-50 aria-invalid:shadow-[inset_0_0_0_1px_var(--color-danger)] focus-visible:outline-offset-0'

/** Label above, hint or error below; gives the control the names that tie them together. */
export function FieldFrame({
  label,
  isLabelHidden = false,
  error,
  hint,
  className,
  children,
}: FieldProps & { children: (names: ControlNames) => ReactNode }) {
  const id = useId()
  const hasError = error !== null && error !== undefined
  const note = hasError ? error : hint
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-small text-muted'}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': hasError || undefined,
      })}
      {note !== undefined && (
        <p
          id={`${id}-note`}
          role={hasError ? 'alert' : undefined}
          className={classNames('text-small', hasError ? 'text-danger' : 'text-muted')}
        >
          {note}
        </p>
      )}
    </div>
  )
}
