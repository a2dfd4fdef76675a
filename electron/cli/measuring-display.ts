import { performance } from 'node:perf_hooks'
import type { FileToJudge } from './files-to-judge.ts'
import { countOf } from './format-values.ts'
import { cutToWidth, printable } from './text-width.ts'

const REDRAW_MS = 100
const PLAIN_LINE_MS = 5_000
const CLEAR_LINE = '\r\u001b[K'

/** Shows how far measuring has come: a line in place on a terminal, else one every few seconds. */
export interface MeasuringDisplay {
  show(file: FileToJudge, measuredMs: number): void
  done(file: FileToJudge): void
  close(): void
}

export function createMeasuringDisplay(stream: NodeJS.WriteStream, files: readonly FileToJudge[]): MeasuringDisplay {
  let doneFiles = 0
  let nextAtMs = stream.isTTY ? 0 : performance.now() + PLAIN_LINE_MS
  const draw = (what: string) => {
    if (performance.now() < nextAtMs) return
    nextAtMs = performance.now() + (stream.isTTY ? REDRAW_MS : PLAIN_LINE_MS)
    const line = printable(`Measured ${doneFiles} of ${countOf(files.length, 'file')} · ${what}`)
    stream.write(stream.isTTY ? `${CLEAR_LINE}${cutToWidth(line, (stream.columns || 80) - 1)}` : `${line}\n`)
  }
  return {
    show: ({ file }, measuredMs) => draw(`${file}, ${Math.round(measuredMs / 60_000)} min`),
    done({ file }) {
      doneFiles += 1
      draw(file)
    },
    close() {
      if (stream.isTTY) stream.write(CLEAR_LINE)
    },
  }
}
