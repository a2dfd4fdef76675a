import { splitSentences } from '#electron/books/sentences.ts'
import type { Foundry } from '#electron/library/foundry.ts'
import { AppError } from '#shared/models/app-error.ts'

/** About twenty seconds of speech. */
const ENOUGH_CHARACTERS = 300

/**
 * The first sentences of a chapter, about 300 characters of them.
 *
 * Throws `chapter.empty` for a chapter without text, and what `Foundry.readChapter` throws.
 */
export async function openingLines(
  foundry: Pick<Foundry, 'readMetadata' | 'readChapter'>,
  bookId: string,
  chapterIndex: number,
): Promise<string> {
  const metadata = await foundry.readMetadata(bookId)
  const { chunks } = await foundry.readChapter(bookId, chapterIndex, metadata)
  let text = ''
  for (const chunk of chunks) {
    for (const { start, end } of splitSentences(chunk.text, metadata.language)) {
      const sentence = chunk.text.slice(start, end).trim()
      if (text !== '' && text.length + sentence.length > ENOUGH_CHARACTERS) return text
      text = text === '' ? sentence : `${text} ${sentence}`
    }
  }
  if (text !== '') return text
  throw new AppError('chapter.empty', 'This chapter has no text that could be spoken. Choose another one.')
}
