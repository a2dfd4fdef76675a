import type { Block, SkipKind } from './block.ts'
import { readLabel } from './heading-label.ts'
import { isOrnament } from './text-blocks.ts'

/** Longest bracketed remark that spreads over several paragraphs. */
const MAX_BRACKETED = 25

const OPENINGS: readonly (readonly [RegExp, SkipKind])[] = [
  [
    /^\W{0,3}\[\s*(?:illustration|copyright|illustr|ill\.|image|picture|plate|map|frontispiece|cover|decoration|decorative|tailpiece|headpiece|music|ilustraci|abbildung|kuva|figure|fig\.|vignette|blank page)/i,
    'illustration',
  ],
  [
    /^\W{0,3}\[\s*(?:transcriber|trans\.|transcription|note du transcripteur|anmerkung(?:en)? zur transkription|e-?text|editor's note: this e|note: this e|nota del transcriptor|redactor's note|tr\. note)/i,
    'transcriberNote',
  ],
  [/^\W{0,3}\[\s*(?:footnote|fußnote|note\s*\d|nota\s*\d|endnote|note de bas)/i, 'footnote'],
  [/^\W{0,3}\[\s*(?:sidenote|side-note|margin)/i, 'sidenote'],
]

const NOTE_START = /^(?:\[(?:\d{1,4}|[A-Z]|[*†‡§]{1,3})\]|\{\d{1,4}\}|\^\[?\d{1,4}\]?)\s*\S/
const NOTE_INLINE = /[\p{L}\p{P}]\s?(?:\[(?:\d{1,4}|[A-Z]|[*†‡§]{1,3})\]|\{\d{1,4}\})/u
const STAR_NOTE = /^(?:\*{1,3}|†|‡)\s?[\p{L}"“'‘(]/u

/** Marks captions, notes and transcriber's remarks that the text itself brackets, and rows of stars as breaks. */
export function skipAnnotations(blocks: Block[]): void {
  const hasNotes = blocks.some((block) => block.text.includes('[') && NOTE_INLINE.test(block.text))
  for (let at = 0; at < blocks.length; at++) {
    const block = blocks[at]
    if (block === undefined || block.text === '') continue
    if (block.text.length <= 120 && isOrnament(block.text)) {
      block.isBreak = true
      continue
    }
    if (block.skip !== null) continue
    const first = block.text.slice(0, 4)
    if (first.includes('[') || first.includes('{')) {
      const kind = OPENINGS.find(([opening]) => opening.test(block.text))?.[1]
      if (kind !== undefined) at = markToBracket(blocks, at, kind)
      else if (hasNotes && NOTE_START.test(block.text)) at = markNote(blocks, at)
    } else if (STAR_NOTE.test(first) && block.level === 0 && isStarred(blocks, at)) {
      block.skip = 'footnote'
    }
  }
}

/** Marks up to the bracket that closes; when it never does, only the first paragraph. */
function markToBracket(blocks: Block[], from: number, kind: SkipKind): number {
  let depth = 0
  for (let at = from; at < Math.min(from + MAX_BRACKETED, blocks.length); at++) {
    const text = blocks[at]?.text ?? ''
    for (let index = 0; index < text.length; index++) {
      if (text[index] === '[') depth++
      else if (text[index] === ']') depth--
    }
    if (depth > 0) continue
    // A picture's caption may end with the heading of the chapter below it.
    const last = at > from && readLabel(text)?.word && text.length <= 60 ? at - 1 : at
    for (let marked = from; marked <= last; marked++) mark(blocks[marked], kind)
    return at
  }
  mark(blocks[from], kind)
  return from
}

/** A note and the indented paragraphs that go on with it. */
function markNote(blocks: Block[], from: number): number {
  const indent = blocks[from]?.indent ?? 0
  mark(blocks[from], 'footnote')
  let at = from
  while (indent > 0 && at + 1 < blocks.length) {
    const next = blocks[at + 1]
    if (next === undefined || next.indent < indent || next.gap > 2 || next.skip !== null) break
    next.skip = 'footnote'
    at++
  }
  return at
}

/** True when a star stands at a word shortly before. */
function isStarred(blocks: readonly Block[], at: number): boolean {
  for (let before = Math.max(0, at - 4); before < at; before++) {
    if (/\p{L}[.,;:!?"”’]?[*†‡]/u.test(blocks[before]?.text ?? '')) return true
  }
  return false
}

function mark(block: Block | undefined, kind: SkipKind): void {
  if (block?.skip === null) block.skip = kind
}
