import type { RenderStatistics } from '#shared/models/queue-state.ts'
import { formatCount, formatDuration, pluralise } from '#renderer/ui/format.ts'

type Sums = Omit<RenderStatistics, 'serverName' | 'workflowId'>

/** Sound by the time it took; null for pictures and before the first is done. */
export function realTimeFactor({ audioMs, renderMs }: Sums): number | null {
  return audioMs > 0 && renderMs > 0 ? audioMs / renderMs : null
}

/** How fast it goes, as one would say it. */
export function speedWords(sums: Sums): string {
  const factor = realTimeFactor(sums)
  if (factor !== null) {
    return factor >= 1 ? `${times(factor)} faster than speech` : `${times(1 / factor)} slower than speech`
  }
  const { jobsDone, renderMs } = sums
  return jobsDone > 0 && renderMs > 0 ? `${formatDuration(renderMs / jobsDone)} each` : ''
}

/** Null for what has no text. */
export function charactersPerSecond({ characters, renderMs }: Sums): number | null {
  return characters > 0 && renderMs > 0 ? (characters * 1000) / renderMs : null
}

/** `3 (0.2 %)` of all tries; `none`. */
export function failureWords({ triesFailed, jobsDone }: Sums): string {
  if (triesFailed === 0) return 'none'
  const percent = (triesFailed / (triesFailed + jobsDone)) * 100
  return `${formatCount(triesFailed)} (${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %)`
}

/** All servers and workflows in a few sentences. */
export function statisticsSentence(rows: readonly RenderStatistics[]): string {
  const sums = sumOf(rows)
  const spoken = sumOf(rows.filter(({ audioMs }) => audioMs > 0))
  const tries = sums.jobsDone + sums.triesFailed
  const sentences = [
    spoken.audioMs > 0 &&
      `${formatDuration(spoken.audioMs)} of sound in ${formatDuration(spoken.renderMs)} of rendering: ${speedWords(spoken)}.`,
    sums.triesFailed === 0
      ? `None of ${pluralise(tries, 'try', 'tries')} failed.`
      : `${formatCount(sums.triesFailed)} of ${pluralise(tries, 'try', 'tries')} failed.`,
  ]
  return sentences.filter((sentence) => sentence !== false).join(' ')
}

function sumOf(rows: readonly RenderStatistics[]): Sums {
  const sums = { jobsDone: 0, triesFailed: 0, characters: 0, renderMs: 0, audioMs: 0 }
  for (const row of rows) {
    sums.jobsDone += row.jobsDone
    sums.triesFailed += row.triesFailed
    sums.characters += row.characters
    sums.renderMs += row.renderMs
    sums.audioMs += row.audioMs
  }
  return sums
}

function times(factor: number): string {
  return `${factor < 10 ? factor.toFixed(1) : formatCount(factor)}×`
}
