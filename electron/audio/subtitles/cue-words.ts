import type { Span, TimedSentence } from '../timeline.ts'
import { endingOf } from './clauses.ts'
import { columnsOf, isUnspaced, splitWord } from './columns.ts'
import { CUE_LIMITS } from './cue.ts'
import { placePieces } from './place-pieces.ts'

/** A word that no line parts, with its time and what it costs to part it from the next one. */
export interface CueWord extends Span {
  text: string
  columns: number
  /** True when no blank stands behind it. */
  joinsNext: boolean
  /** What it costs to end a line or a cue behind it. */
  breakCost: number
  endsParagraph: boolean
  /** What it costs to keep the next word in the same cue. */
  joinCost: number
}

const BREAK_COST = { end: 0, strong: 1, weak: 1.5, word: 5, leaning: 9, inside: 40 }
const JOIN_COST = { sentence: 4, paragraph: 9 }

/** Blanks that may end a line; what holds words together (`10 000`, `« Non »`) stays in the word. */
const BLANK = /(?:[^\S\u00a0\u202f\u2007\u2060\ufeff]|\p{Cc})+/u
const STRONG_MARK = /(?:[.!?…;:—–―。！？；：]|--)[^\p{L}\p{N}]*$/u
const WEAK_MARK = /[,、，،؛)\]][^\p{L}\p{N}]*$/u
/** A full stop inside a sentence: `Mr.` belongs to the name. */
const SHORTENED = /[\p{L}\p{N}]\.$/u
/** Marks apart from words stay with the word that they belong to: `Arrête !`, `« Non »`. */
const CLOSES = /^[^\p{L}\p{N}]*[!?:;,.…»”’)\]][^\p{L}\p{N}]*$/u
const OPENS = /^[^\p{L}\p{N}]*[«“‘„‚([¿¡—–―-][^\p{L}\p{N}]*$/u

/** A short word without a mark, most of all an article or a preposition, leans on the next one. */
const SHORT_WORD = /^[^\p{L}]*\p{Ll}{1,3}$/u
const LEANING_WORDS = new Set(
  (
    'a an the of to in on at by for and but or nor as if he she it we they der die das den dem des ein und in im am zu von mit ' +
    'le la les un une du de et ou il elle je el los las una y o en il lo gli di da e che ' +
    'with from into upon over under about their your this that these those which would could should have been than when ' +
    'avec dans pour sans sous chez leur leurs cette nous vous dont eine einen einem einer eines mein meine sein seine ' +
    'nicht oder über unter nach para como entre desde hasta este esta della delle dello degli nella nelle dalla sulla come'
  ).split(' '),
)

/** The words of a sentence in order, timed by its pauses. */
export function wordsOf(sentence: TimedSentence, pauses: readonly Span[]): CueWord[] {
  const texts = sentence.text
    .split(BLANK)
    .filter((word) => word !== '')
    .flatMap((word) => splitWord(word, CUE_LIMITS.lineColumns))
  const pieces = texts.map(({ text }) => ({ text, ending: endingOf(text) }))
  const spans = placePieces(pieces, sentence, pauses)
  return texts.map(({ text, joinsNext, mayBreak }, index) => {
    const next = texts[index + 1]
    const { startMs, endMs } = spans[index] ?? sentence
    const word = { text, columns: columnsOf(text), startMs, endMs }
    if (next !== undefined) {
      const breakCost = joinsNext && !mayBreak ? BREAK_COST.inside : breakCostOf(text, next.text)
      return { ...word, joinsNext, breakCost, endsParagraph: false, joinCost: 0 }
    }
    return {
      ...word,
      joinsNext: sentence.joinsNext,
      endsParagraph: sentence.endsParagraph,
      breakCost: sentence.joinsNext && !isUnspaced(text) ? BREAK_COST.inside : BREAK_COST.end,
      joinCost: sentence.endsGroup ? Infinity : sentence.endsParagraph ? JOIN_COST.paragraph : JOIN_COST.sentence,
    }
  })
}

function breakCostOf(word: string, next: string): number {
  if (CLOSES.test(next) || OPENS.test(word)) return BREAK_COST.inside
  if (SHORTENED.test(word)) return /^[^\p{L}\p{N}]*[\p{Lu}\p{N}]/u.test(next) ? BREAK_COST.leaning : BREAK_COST.word
  if (STRONG_MARK.test(word)) return BREAK_COST.strong
  if (WEAK_MARK.test(word)) return BREAK_COST.weak
  const isLeaning = SHORT_WORD.test(word) || LEANING_WORDS.has(word.toLowerCase())
  return isLeaning ? BREAK_COST.leaning : BREAK_COST.word
}
