import { classNames } from './class-names.ts'

interface ProgressLineProps {
  /** 0–1; null when nobody knows how far it is. */
  value: number | null
  label: string
  className?: string
}

/** How far something is, as a line. */
export function ProgressLine({ value, label, className }: ProgressLineProps) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classNames('h-1 w-full overflow-hidden rounded-full bg-line', className)}
    >
      {percent === undefined ? (
        <div className="animate-slide h-full w-1/3 rounded-full bg-ember" />
      ) : (
        <div
          className="h-full origin-left rounded-full bg-ember transition-transform duration-200 ease-out"
          style={{ transform: `scaleX(${percent / 100})` }}
        />
      )}
    </div>
  )
}
