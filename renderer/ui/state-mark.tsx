import { classNames } from './class-names.ts'

export type MarkedState = 'waiting' | 'running' | 'done' | 'needsYou' | 'failed' | 'paused'

const LINE = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.75,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const

const SHAPES: Record<MarkedState, { colour: string; shape: React.ReactNode }> = {
  waiting: { colour: 'text-muted', shape: <circle cx="8" cy="8" r="5" {...LINE} /> },
  running: {
    colour: 'text-ember-strong',
    shape: (
      <>
        <circle cx="8" cy="8" r="5.5" {...LINE} opacity={0.3} />
        <path className="animate-turn origin-center" d="M8 2.5a5.5 5.5 0 0 1 5.5 5.5" {...LINE} />
      </>
    ),
  },
  done: { colour: 'text-ok', shape: <path d="m3 8.5 3.5 3.5L13 4.5" {...LINE} /> },
  needsYou: { colour: 'text-warn', shape: <path d="M8 2.5 14 13H2ZM8 6.5v3M8 11.2v.1" {...LINE} /> },
  failed: { colour: 'text-danger', shape: <path d="m4 4 8 8M12 4l-8 8" {...LINE} /> },
  paused: { colour: 'text-muted', shape: <path d="M5.5 3.5v9M10.5 3.5v9" {...LINE} /> },
}

interface StateMarkProps {
  state: MarkedState
  label: string
  /** Writes the label beside the shape. */
  isLabelShown?: boolean
  className?: string
}

/** A state by shape and colour, never by colour alone. */
export function StateMark({ state, label, isLabelShown = false, className }: StateMarkProps) {
  const { colour, shape } = SHAPES[state]
  return (
    <span className={classNames('inline-flex shrink-0 items-center gap-1.5', className)}>
      <svg
        viewBox="0 0 16 16"
        className={classNames('size-4 shrink-0', colour)}
        {...(isLabelShown ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      >
        {shape}
      </svg>
      {isLabelShown && label}
    </span>
  )
}
