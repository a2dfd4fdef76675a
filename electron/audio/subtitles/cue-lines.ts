import { CUE_LIMITS } from './cue.ts'
import type { CueWord } from './cue-words.ts'

/** Characters that a line may be longer than the other one before that weighs as much as a better break. */
const BALANCE = 5
/** A new paragraph or sentence gets its own line where it can. */
const JOIN_WORTH = 1

/** Fills the lines of a cue word by word. */
export class CueRoom {
  /** Of all words so far, with the blanks between them. */
  columns = 0
  private lines = 1
  private lineColumns = 0
  private blank = 0

  /** Adds a word; false when there is no room left for it. */
  takes({ columns, joinsNext }: CueWord): boolean {
    const wider = this.lineColumns + this.blank + columns
    const isNewLine = this.lineColumns > 0 && wider > CUE_LIMITS.lineColumns
    if (isNewLine && this.lines === CUE_LIMITS.lines) return false
    if (isNewLine) this.lines++
    this.lineColumns = isNewLine ? columns : wider
    this.columns += this.blank + columns
    this.blank = joinsNext ? 0 : 1
    return true
  }
}

/** One line where the words fit into one, else two of like length that part at a good place. */
export function linesOf(words: readonly CueWord[]): string[] {
  const whole = textOf(words)
  const hasParagraphs = words.slice(0, -1).some(({ endsParagraph }) => endsParagraph)
  const total = columnsOf(words)
  if (total <= CUE_LIMITS.lineColumns && !hasParagraphs) return [whole]
  let best: { at: number; cost: number } | null = null
  for (let at = 1; at < words.length; at++) {
    const last = words[at - 1]
    if (last === undefined) continue
    const first = columnsOf(words.slice(0, at))
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

/** Columns of a line of words. */
export function columnsOf(words: readonly CueWord[]): number {
  return words.reduce(
    (sum, { columns, joinsNext }) => sum + columns + (joinsNext ? 0 : 1),
    words.at(-1)?.joinsNext === false ? -1 : 0,
  )
}
