import { CUE_LIMITS } from './cue.ts'
import type { CueWord } from './cue-words.ts'

/** Characters that a line may be longer than the other one before that weighs as much as a better break. */
const BALANCE = 6
/** A new paragraph or sentence gets its own line where it can. */
const JOIN_WORTH = 1

/** True when the words `from` to `to` (exclusive) fill no more lines than a cue has. */
export function fitsCue(words: readonly CueWord[], from: number, to: number): boolean {
  let lines = 1
  let columns = 0
  let blank = 0
  for (const word of words.slice(from, to)) {
    const wider = columns + blank + word.columns
    if (columns > 0 && wider > CUE_LIMITS.lineColumns) lines++
    columns = columns > 0 && wider > CUE_LIMITS.lineColumns ? word.columns : wider
    blank = word.joinsNext ? 0 : 1
  }
  return lines <= CUE_LIMITS.lines
}

/** One line where the words fit into one, else two of like length that part at a good place. */
export function linesOf(words: readonly CueWord[]): string[] {
  const whole = textOf(words)
  const hasParagraphs = words.slice(0, -1).some(({ endsParagraph }) => endsParagraph)
  const columns = columnsBefore(words)
  const total = columns.at(-1) ?? 0
  if (total <= CUE_LIMITS.lineColumns && !hasParagraphs) return [whole]
  let best: { at: number; cost: number } | null = null
  for (let at = 1; at < words.length; at++) {
    const last = words[at - 1]
    if (last === undefined) continue
    const first = columns[at - 1] ?? 0
    const second = total - first - (last.joinsNext ? 0 : 1)
    const excess = Math.max(0, first - CUE_LIMITS.lineColumns) + Math.max(0, second - CUE_LIMITS.lineColumns)
    const cost = 1000 * excess + last.breakCost - JOIN_WORTH * last.joinCost + Math.abs(first - second) / BALANCE
    if (best === null || cost < best.cost) best = { at, cost }
  }
  return best === null ? [whole] : [textOf(words.slice(0, best.at)), textOf(words.slice(best.at))]
}

/** Words with the blanks between them. */
export function textOf(words: readonly CueWord[]): string {
  return words.map(({ text, joinsNext }, at) => (joinsNext || at === words.length - 1 ? text : `${text} `)).join('')
}

/** Columns of the line that ends with each word. */
function columnsBefore(words: readonly CueWord[]): number[] {
  let columns = 0
  return words.map((word, at) => {
    columns += word.columns + (at === 0 || words[at - 1]?.joinsNext === true ? 0 : 1)
    return columns
  })
}
