import { splitSentences } from '#electron/books/sentences.ts'
import type { Span, TimedChapter, TimedPassage, TimedSentence } from '../timeline.ts'
import { placePieces } from './place-pieces.ts'
import { mergeSpans } from './speech-clock.ts'

/** How sure it is that a voice pauses behind a sentence. */
const PAUSE_ODDS = 6

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
    const pieces = sentences.map(({ text }) => ({ text, pauseOdds: PAUSE_ODDS }))
    const spans = placePieces(pieces, passage, quiet)
    return sentences.map((sentence, index) => {
      const { startMs, endMs } = spans[index] ?? passage
      const isLast = index === sentences.length - 1
      const endsGroup = isLast && (passage.ending === 'group' || passage.ending === 'chapter')
      return { ...sentence, role: passage.role, passageIndex, startMs, endMs, endsGroup }
    })
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
