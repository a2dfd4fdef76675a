import type { ProductionChapter } from '#shared/models/production-card.ts'
import { spokenOf } from '#renderer/state/production-words.ts'
import { ProgressLine } from '#renderer/ui/progress-line.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'

/** How much of a chapter is rendered: a quiet bar, then a check. */
export function ChapterState({ chapter }: { chapter: ProductionChapter }) {
  const { chunks, title } = chapter
  const done = chunks.filter(({ status }) => status === 'done').length
  const words = spokenOf(chapter)
  if (chunks.length > 0 && done === chunks.length) return <StateMark state="done" label={words} />
  if (chunks.some(({ status }) => status === 'failed')) {
    return <StateMark state="needsYou" label={words} />
  }
  return <ProgressLine value={chunks.length === 0 ? 0 : done / chunks.length} label={`${title}: ${words}`} />
}
