import type { Block, SkipKind } from './block.ts'
import type { RunMap } from './run-map.ts'

const REMARKS: readonly (readonly [RegExp, SkipKind])[] = [
  [/\s?\[(?:illustration|ilustraci|abbildung|image|plate|figure)[^\]]{0,600}\]/gi, 'illustration'],
  [/\s?\[sidenote:?[^\]]{0,600}\]/gi, 'sidenote'],
  [/\s?\[(?:footnote|fußnote)[^\]]{0,2000}\]/gi, 'footnote'],
  [/\s?\[(?:transcriber|tr\. note)[^\]]{0,600}\]/gi, 'transcriberNote'],
  [/\s?[[{](?:pg|page|p\.|seite|s\.|pag\.)\s*\d{1,4}[\]}]/gi, 'pageNumber'],
  [/\s?\[(?:\d{1,4}|[A-Za-z]|[*†‡§]{1,3})\]|\s?\{\d{1,4}\}/g, 'footnoteMark'],
]

type Spoken = Pick<Block, 'text' | 'start' | 'end' | 'runsFrom' | 'runsTo'>

/** A block as it is spoken: without the remarks that stand in brackets inside it; these go to the account. */
export function speakableParagraph(block: Block, runs: RunMap, skipped: Map<SkipKind, number>): Spoken {
  const { text } = block
  if (!text.includes('[') && !text.includes('{')) return block
  const cuts: { start: number; end: number; kind: SkipKind }[] = []
  for (const [pattern, kind] of REMARKS) {
    for (const match of text.matchAll(pattern)) {
      const cut = { start: match.index, end: match.index + match[0].length, kind }
      if (cuts.every((other) => cut.end <= other.start || cut.start >= other.end)) cuts.push(cut)
    }
  }
  if (cuts.length === 0) return block
  cuts.sort((a, b) => a.start - b.start)
  return cutOut(block, cuts, runs, skipped)
}

function cutOut(
  block: Block,
  cuts: readonly { start: number; end: number; kind: SkipKind }[],
  runs: RunMap,
  skipped: Map<SkipKind, number>,
): Spoken {
  const runsFrom = runs.size
  let text = ''
  let from = 0
  let end = block.end
  for (const cut of [...cuts, { start: block.text.length, end: block.text.length, kind: null }]) {
    let start = from
    // No blank at the start, none doubled.
    while (start < cut.start && block.text[start] === ' ' && (text === '' || text.endsWith(' '))) start++
    if (start > from) skipped.set('whitespace', (skipped.get('whitespace') ?? 0) + start - from)
    if (cut.start > start) {
      copyRuns(block, start, cut.start, text.length, runs)
      text += block.text.slice(start, cut.start)
      end = cut.start === block.text.length ? block.end : runs.toSource(block.runsFrom, block.runsTo, cut.start - 1) + 1
    }
    if (cut.kind !== null) skipped.set(cut.kind, (skipped.get(cut.kind) ?? 0) + cut.end - cut.start)
    from = cut.end
  }
  if (text.endsWith(' ')) {
    text = text.slice(0, -1)
    skipped.set('whitespace', (skipped.get('whitespace') ?? 0) + 1)
    end = text === '' ? end : runs.toSource(runsFrom, runs.size, text.length - 1) + 1
  }
  return { text, start: text === '' ? block.start : runs.sourceAt(runsFrom), end, runsFrom, runsTo: runs.size }
}

/** Repeats the runs of a piece of the block's text for its new place. */
function copyRuns(block: Block, start: number, end: number, at: number, runs: RunMap): void {
  runs.push(at, runs.toSource(block.runsFrom, block.runsTo, start))
  for (let run = block.runsFrom; run < block.runsTo; run++) {
    const offset = runs.textAt(run)
    if (offset > start && offset < end) runs.push(at + offset - start, runs.sourceAt(run))
  }
}
