import { STEPS, type Step } from '#shared/models/production.ts'
import type { ProductionProgress } from '#electron/production/progress.ts'
import { progressLine, progressLines } from './progress-line.ts'

/** Shows a production's progress until `close`, which leaves a terminal as it was. */
export interface ProgressDisplay {
  show(progress: ProductionProgress): void
  /** A line that stays. */
  say(line: string): void
  close(): void
}

const REDRAW_MS = 100
const PLAIN_LINE_MS = 5_000
const FALLBACK_COLUMNS = 80
const ESCAPE = '\u001b['
const HIDE_CURSOR = `${ESCAPE}?25l`
const SHOW_CURSOR = `${ESCAPE}?25h`
const DIM = `${ESCAPE}2m`
const PLAIN = `${ESCAPE}0m`

/** Two lines redrawn in place on a terminal, else a plain line every few seconds. */
export function createProgressDisplay(stream: NodeJS.WriteStream, processEnv: NodeJS.ProcessEnv): ProgressDisplay {
  const isLive = stream.isTTY && processEnv['TERM'] !== 'dumb'
  return isLive ? liveDisplay(stream, !processEnv['NO_COLOR']) : createLineDisplay(stream, '')
}

/** A line every few seconds, each begun with `label`. */
export function createLineDisplay(stream: NodeJS.WriteStream, label: string): ProgressDisplay {
  let nextAtMs = 0
  return {
    show(progress) {
      if (performance.now() < nextAtMs) return
      nextAtMs = performance.now() + PLAIN_LINE_MS
      stream.write(`${label}${progressLine(progress)}\n`)
    },
    say: (line) => void stream.write(`${line}\n`),
    close: () => undefined,
  }
}

function liveDisplay(stream: NodeJS.WriteStream, hasColor: boolean): ProgressDisplay {
  const running = new Map<Step, ProductionProgress>()
  let drawnLines = 0
  let timer: NodeJS.Timeout | null = null

  const erasure = () => (drawnLines > 0 ? `${ESCAPE}${drawnLines}F${ESCAPE}J` : '')
  const draw = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const progress = foremost(running)
    if (progress === undefined) return
    const [bar = '', what = ''] = progressLines(progress, (stream.columns || FALLBACK_COLUMNS) - 1)
    // One write a frame: the terminal never shows half of it.
    stream.write(`${erasure()}${bar}\n${hasColor ? DIM + what + PLAIN : what}\n`)
    drawnLines = 2
  }
  const restore = () => stream.write(SHOW_CURSOR)
  process.once('exit', restore)
  stream.write(HIDE_CURSOR)
  return {
    show(progress) {
      if (progress.value >= 1) running.delete(progress.step)
      else running.set(progress.step, progress)
      timer ??= setTimeout(draw, REDRAW_MS)
    },
    say(line) {
      stream.write(`${erasure()}${line}\n`)
      drawnLines = 0
      draw()
    },
    close() {
      if (timer !== null) clearTimeout(timer)
      stream.write(erasure())
      restore()
      process.off('exit', restore)
    },
  }
}

// Speech and cover are made side by side: the earlier step is the one that takes long.
function foremost(running: ReadonlyMap<Step, ProductionProgress>): ProductionProgress | undefined {
  return STEPS.map((step) => running.get(step)).find((progress) => progress !== undefined)
}
