import { isBlankCode } from './block-builder.ts'
import type { BlockBuilder } from './block-builder.ts'

const UNDERSCORE = 95

/** A row of stars, dashes or dots. */
const ROW = /^[\s*·•.~#=_+oO-]{1,120}$/

/** Reads plain text into blocks: a block is a group of lines between blank ones. */
export function readTextBlocks(source: string, start: number, end: number, builder: BlockBuilder): void {
  let at = start
  let gap = 0
  let indent = Number.MAX_SAFE_INTEGER
  let isOpen = false
  let underscore = -1
  const isLineParagraphs = hasLineParagraphs(source, start, end)
  // Adds a line without the underscores that stand for italics; longer rows of them are blanks to fill.
  const appendLine = (first: number, lineEnd: number): void => {
    let from = first
    if (underscore < first) underscore = indexOf(source, '_', first)
    while (underscore < lineEnd) {
      let to = underscore + 1
      while (to < lineEnd && source.charCodeAt(to) === UNDERSCORE) to++
      if (to - underscore === 1) {
        builder.append(from, underscore)
        builder.skip('markup', 1)
        from = to
      }
      underscore = indexOf(source, '_', to)
    }
    builder.append(from, lineEnd)
  }
  const close = (): void => {
    if (!isOpen) return
    builder.flush({ gap, indent, isCentered: indent >= 8 })
    gap = 0
    indent = Number.MAX_SAFE_INTEGER
    isOpen = false
  }
  while (at < end) {
    let lineEnd = source.indexOf('\n', at)
    if (lineEnd === -1 || lineEnd > end) lineEnd = end
    let first = at
    while (first < lineEnd && isBlankCode(source.charCodeAt(first))) first++
    if (first === lineEnd) {
      close()
      gap++
    } else {
      if (isLineParagraphs) close()
      if (isOpen) builder.lineBreak(at - 1)
      isOpen = true
      indent = Math.min(indent, columnsOf(source, at, first))
      appendLine(first, lineEnd)
    }
    at = lineEnd + 1
  }
  close()
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
