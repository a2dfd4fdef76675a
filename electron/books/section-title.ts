import type { Block } from './block.ts'
import { linesOf } from './block.ts'
import { readLabel } from './heading-label.ts'

/** One title from the lines of a heading: `CHAPTER I` and `Down the Rabbit-Hole` become `CHAPTER I. Down the Rabbit-Hole`. */
export function joinTitle(headings: readonly Block[]): string {
  let title = ''
  for (const line of headings.flatMap((block) => linesOf(block))) {
    const text = cleanLine(line)
    if (text === '') continue
    if (title === '') title = text
    else title += (needsStop(title) ? '. ' : ' ') + text
  }
  return title.replace(/(?<!\.)\.$/, '').trim()
}

function cleanLine(line: string): string {
  return line
    .replace(/\[(?:\d{1,4}|[A-Za-z*†‡]|illustration[^\]]*|footnote[^\]]*|pg[^\]]*|sidenote[^\]]*)\]/gi, ' ')
    .replace(/^[\s*=~_]+|[\s*=~_]+$/g, '')
    .replace(/^[^[]*\]$/, (text) => text.slice(0, -1))
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.;:!?])/g, '$1')
    .trim()
}

/** A bare number is parted from the title by a full stop. */
function needsStop(title: string): boolean {
  return !/[.:;,!?—–-]$/.test(title) && readLabel(title)?.title === ''
}
