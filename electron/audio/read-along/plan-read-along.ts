import { setImmediate as nextTurn } from 'node:timers/promises'
import { chapterNames } from './archive-names.ts'
import type { ChapterNames } from './archive-names.ts'
import { layOutChapter } from './lay-out-chapter.ts'
import type { ChapterLayout } from './lay-out-chapter.ts'
import type { ReadAlongChapter } from './read-along.ts'
import { plainText } from './xml-text.ts'

/** A chapter with all that its files need. */
export interface PlannedChapter {
  /** Never empty: the contents need a word to show. */
  title: string
  part: string | null
  names: ChapterNames
  layout: ChapterLayout
  audioFile: string
}

/** Lays out all chapters, with a breath after each. */
export async function planReadAlong(chapters: readonly ReadAlongChapter[]): Promise<PlannedChapter[]> {
  const planned: PlannedChapter[] = []
  let previousPart: string | null = null
  for (const [index, chapter] of chapters.entries()) {
    const part = chapter.part === null ? null : plainText(chapter.part) || null
    planned.push({
      title: plainText(chapter.title) || (part ?? String(index + 1)),
      part,
      names: chapterNames(index, chapter.audioFile),
      layout: layOutChapter(chapter, previousPart),
      audioFile: chapter.audioFile,
    })
    previousPart = chapter.part
    await nextTurn()
  }
  return planned
}
