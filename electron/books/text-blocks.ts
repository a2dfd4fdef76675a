import { isBlankCode } from './block-builder.ts'
import type { BlockBuilder } from './block-builder.ts'
import { readLabel } from './heading-label.ts'

const UNDERSCORE = 95

/** A row of stars, dashes or dots. */
const ROW = /^[\s*·•.~#=_+oO-]{1,120}$/

/** A heading line inside a paragraph parts it only when the paragraph is longer than any heading. */
const LONG_PARAGRAPH = 200

const HEADING_LINE =
  /^(?:the\s+)?(?:chapter|chap|chapitre|kapitel|cap[ií]tulo|capitolo|hoofdstuk|book|part|letter|canto|stave)\b/i

interface Line {
  start: number
  end: number
}

/** Reads plain text into blocks: a block is a group of lines between blank ones. */
export function readTextBlocks(source: string, start: number, end: number, builder: BlockBuilder): void {
  const isLineParagraphs = hasLineParagraphs(source, start, end)
  const appendLine = lineAppender(source, builder)
  let lines: Line[] = []
  let gap = 0
  let indent = Number.MAX_SAFE_INTEGER
  const close = (): void => {
    for (const group of partAtHeadings(source, lines)) {
      for (const [index, line] of group.entries()) {
        if (index > 0) builder.lineBreak(line.start - 1)
        appendLine(line)
      }
      builder.flush({ gap, indent, isCentered: indent >= 8 })
      gap = 1
    }
    if (lines.length > 0) gap = 0
    lines = []
    indent = Number.MAX_SAFE_INTEGER
  }
  for (let at = start; at < end;) {
    let lineEnd = source.indexOf('\n', at)
    if (lineEnd === -1 || lineEnd > end) lineEnd = end
    let first = at
    while (first < lineEnd && isBlankCode(source.charCodeAt(first))) first++
    if (first === lineEnd) {
      close()
      gap++
    } else {
      if (isLineParagraphs) close()
      indent = Math.min(indent, columnsOf(source, at, first))
      lines.push({ start: first, end: lineEnd })
    }
    at = lineEnd + 1
  }
  close()
}

/** A heading that runs into the paragraph before or behind it becomes a group of its own. */
function partAtHeadings(source: string, lines: Line[]): Line[][] {
  const [first] = lines
  const last = lines.at(-1)
  if (first === undefined || last === undefined) return []
  if (last.end - first.start < LONG_PARAGRAPH) return [lines]
  const groups: Line[][] = []
  let group: Line[] = []
  for (const line of lines) {
    if (line.end - line.start <= 60 && isHeadingLine(source.slice(line.start, line.end).trim())) {
      groups.push(group, [line])
      group = []
    } else group.push(line)
  }
  groups.push(group)
  return groups.filter(({ length }) => length > 0)
}

function isHeadingLine(text: string): boolean {
  if (!HEADING_LINE.test(text)) return false
  const label = readLabel(text)
  return label !== null && label.word !== '' && (label.title === '' || !/\p{Ll}/u.test(text))
}

/** Adds lines without the underscores that stand for italics; longer rows of them are blanks to fill. */
function lineAppender(source: string, builder: BlockBuilder): (line: Line) => void {
  // Looked up ahead once, since most lines have none.
  let underscore = -1
  return ({ start, end }) => {
    let from = start
    if (underscore < start) underscore = indexOf(source, '_', start)
    while (underscore < end) {
      let to = underscore + 1
      while (to < end && source.charCodeAt(to) === UNDERSCORE) to++
      if (to - underscore === 1) {
        builder.append(from, underscore)
        builder.skip('markup', 1)
        from = to
      }
      underscore = indexOf(source, '_', to)
    }
    builder.append(from, end)
  }
}

/** True for a block that only parts what stands before and behind it. */
export function isOrnament(text: string): boolean {
  return text.length <= 120 && ROW.test(text) && !/^[oO]$/.test(text)
}

function columnsOf(source: string, from: number, to: number): number {
  let columns = 0
  for (let at = from; at < to; at++) columns += source.charCodeAt(at) === 9 ? 8 : 1
  return columns
}

function indexOf(source: string, text: string, from: number): number {
  const at = source.indexOf(text, from)
  return at === -1 ? Number.MAX_SAFE_INTEGER : at
}

/** True when paragraphs are single lines: then a line break parts them even without a blank line. */
function hasLineParagraphs(source: string, start: number, end: number): boolean {
  const lines = source.slice(start, Math.min(end, start + 200_000)).split('\n')
  const filled = lines.filter((line) => line.trim() !== '')
  return filled.filter((line) => line.length > 120).length > filled.length * 0.2
}
