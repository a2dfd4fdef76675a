import { Slider as Radix } from 'radix-ui'
import { classNames } from './class-names.ts'

interface SliderProps {
  label: string
  value: number
  min?: number
  max: number
  step?: number
  /** The value in words: `1:02 of 12:30`. */
  valueText: string
  onChange: (value: number) => void
  /** When the hand lets go. */
  onCommit?: (value: number) => void
  disabled?: boolean
  className?: string
}

/** A place on a line. */
export function Slider({
  label,
  value,
  min = 0,
  max,
  step = 1,
  valueText,
  onChange,
  onCommit,
  disabled,
  className,
}: SliderProps) {
  return (
    <Radix.Root
      value={[value]}
      min={min}
      max={max}
      step={step}
      disabled={disabled ?? false}
      className={classNames(
        'group relative flex h-6 touch-none items-center select-none data-disabled:opacity-50',
        className,
      )}
      onValueChange={([next = min]) => onChange(next)}
      onValueCommit={([next = min]) => onCommit?.(next)}
    >
      <Radix.Track className="relative h-1 grow overflow-hidden rounded-full bg-line">
        <Radix.Range className="absolute h-full bg-ember" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-3 rounded-full bg-text shadow-[0_0_0_1px_var(--color-canvas)] transition-transform duration-150 group-hover:scale-125"
      />
    </Radix.Root>
  )
}
