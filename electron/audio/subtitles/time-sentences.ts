import { splitSentences } from '#electron/books/sentences.ts'
import type { Span, TimedChapter, TimedPassage, TimedSentence } from '../timeline.ts'
import { clausesOf, endingOf } from './clauses.ts'
import { placePieces, type Piece } from './place-pieces.ts'
import { mergeSpans } from './speech-clock.ts'

type Sentence = Pick<TimedSentence, 'text' | 'joinsNext' | 'endsParagraph'>

/**
 * The sentences of a chapter with their times, in order: they never overlap, and each stays inside its passage.
 *
 * Each passage's sentences together are the words that it shows, white space between them apart.
 * @param pauses of the chapter's sound; without any a sentence gets its share of its passage.
 * @param language BCP 47, the book's.
 */
export function timeSentences(chapter: TimedChapter, pauses: readonly Span[], language: string): TimedSentence[] {
  const quiet = mergeSpans(pauses)
  return chapter.passages.flatMap((passage, passageIndex) => {
    const sentences = sentencesOf(passage, language)
    const spans = placeSentences(sentences, passage, quiet)
    return sentences.map((sentence, index) => {
      const { startMs, endMs } = spans[index] ?? passage
      const isLast = index === sentences.length - 1
      const endsGroup = isLast && (passage.ending === 'group' || passage.ending === 'chapter')
      return { ...sentence, role: passage.role, passageIndex, startMs, endMs, endsGroup }
    })
  })
}

/** Clauses are placed, not sentences: the pauses inside a sentence tell where it ends, too. */
function placeSentences(sentences: readonly Sentence[], passage: Span, pauses: readonly Span[]): Span[] {
  const clauses = sentences.map(({ text }) => clausesOf(text))
  const pieces = clauses.flatMap((texts) =>
    texts.map((text, index): Piece => {
      return { text, ending: index === texts.length - 1 ? 'sentence' : endingOf(text) }
    }),
  )
  const spans = placePieces(pieces, passage, pauses)
  let from = 0
  return clauses.map(({ length }) => {
    const startMs = spans[from]?.startMs ?? passage.startMs
    from += length
    return { startMs, endMs: spans[from - 1]?.endMs ?? startMs }
  })
}

function sentencesOf(passage: TimedPassage, language: string): Sentence[] {
  const sentences: Sentence[] = []
  for (const paragraph of (passage.displayText ?? passage.text).split('\n')) {
    const ranges = splitSentences(paragraph, language)
    ranges.forEach(({ start, end }, index) => {
      const next = ranges[index + 1]
      sentences.push({
        text: paragraph.slice(start, end),
        joinsNext: next?.start === end,
        endsParagraph: next === undefined,
      })
    })
  }
  const last = sentences.at(-1)
  if (last !== undefined) {
    last.endsParagraph = passage.ending !== 'clause' && passage.ending !== 'sentence'
    last.joinsNext = passage.joinsNext ?? false
  }
  return sentences
}
