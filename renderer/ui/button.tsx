import { LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ComponentProps, MouseEvent } from 'react'
import { classNames } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
type ButtonSize = 'normal' | 'small'

interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: LucideIcon | undefined
  /** Its work is under way: it keeps the focus, and does nothing more. */
  isBusy?: boolean
}

const VARIANTS: Record<ButtonVariant, string> = {
  primary:
    'bg-ember text-on-ember font-semibold hover:bg-[color-mix(in_oklab,var(--color-ember)_88%,var(--color-text))]',
  secondary: 'bg-raised text-text shadow-[inset_0_0_0_1px_var(--color-line)] hover:bg-hover',
  quiet: 'text-text hover:bg-hover data-[state=open]:bg-hover',
  danger: 'text-danger shadow-[inset_0_0_0_1px_currentColor] hover:bg-danger hover:text-on-danger',
}
const SIZES: Record<ButtonSize, string> = { normal: 'h-8 px-3 gap-2', small: 'h-7 px-2 gap-1.5 text-small' }
const BASE =
  'inline-flex shrink-0 cursor-default items-center justify-center rounded-control whitespace-nowrap transition-colors duration-150 disabled:opacity-45 aria-disabled:opacity-70'

/** One primary button a screen. */
export function Button({
  variant = 'secondary',
  size = 'normal',
  icon,
  isBusy = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const Icon = isBusy ? LoaderCircle : icon
  const click = (event: MouseEvent<HTMLButtonElement>): void => {
    if (isBusy) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || undefined}
      className={classNames(BASE, VARIANTS[variant], SIZES[size], className)}
      onClick={click}
      {...rest}
    >
      {Icon !== undefined && <Icon aria-hidden className={classNames('size-4 shrink-0', isBusy && 'animate-turn')} />}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children'> {
  /** Its accessible name, also shown as a tooltip. */
  label: string
  icon: LucideIcon
  shortcut?: string | undefined
}

/** A button that is its icon. */
export function IconButton({
  label,
  variant = 'quiet',
  size = 'normal',
  shortcut,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <Button
        aria-label={label}
        variant={variant}
        className={classNames('px-0!', size === 'normal' ? 'w-8' : 'w-7', className)}
        size={size}
        {...rest}
      />
    </Tooltip>
  )
}
