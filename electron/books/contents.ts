import type { Block, BlockStream } from './block.ts'
import { linesOf } from './block.ts'
import { readLabel } from './heading-label.ts'
import { isSummarised, placesOf, recurs } from './contents-places.ts'
import type { Places } from './contents-places.ts'
import { headingKey } from './heading-key.ts'
import { sectionMeaning } from './section-words.ts'

/** The book's own list of its chapters. */
export interface Contents {
  /** Keys of the listed titles: whole lines, and lines without number and page. */
  keys: Set<string>
  /** Blocks that the lists point to. */
  targets: Set<number>
  /** First block of the first list; what stands before it is the title page. */
  start: number
}

const NEAR = 5

/** Blocks among which title page and list stand. */
const FRONT = 80

/** Finds the lists of contents and of illustrations, marks their blocks as skipped and returns what they list. */
export function findContents(stream: BlockStream): Contents {
  const { blocks } = stream
  const contents: Contents = { keys: new Set(), targets: new Set(), start: 0 }
  const places = placesOf(blocks)
  for (let at = 0; at < blocks.length; at++) {
    const block = blocks[at]
    if (block === undefined || block.text === '' || block.text.length > 60) continue
    // A list may have its heading as a picture.
    const pictured =
      block.skip === 'illustration' ? /^\[illustration:\s*(list of [^\]]+)\]$/i.exec(block.text)?.[1] : null
    if (block.skip !== null && block.skip !== 'contents' && typeof pictured !== 'string') continue
    if (/^["“„«‘'—–-]|[!?,;”"]$/.test(block.text)) continue
    const skip = sectionMeaning(pictured ?? block.text)?.skip
    if (skip !== 'contents' && skip !== 'illustration') continue
    if (block.level === 0 && prosesSoon(blocks, at + 1, 1)) continue
    if (skip === 'contents' && contents.start === 0 && isFront(blocks, at)) contents.start = at
    at = takeList(blocks, at, skip, contents, places)
  }
  takeLinkedRuns(blocks)
  if (contents.keys.size === 0) takeNamelessList(blocks, places, contents)
  for (const block of blocks) if (block.skip === 'contents') addEntries(block, contents)
  addTargets(stream, contents)
  return contents
}

/** A list at the end of the book says nothing about the title page. */
function isFront(blocks: readonly Block[], at: number): boolean {
  const here = blocks[at]?.start ?? 0
  return here < (blocks.at(-1)?.end ?? 0) / 2
}

/** Marks the list that starts at a heading and returns its last block. */
function takeList(
  blocks: Block[],
  from: number,
  skip: 'contents' | 'illustration',
  contents: Contents,
  places: Places,
): number {
  const heading = blocks[from]
  if (heading !== undefined) heading.skip = skip
  const seen: Contents = { keys: new Set(), targets: new Set(), start: 0 }
  let last = from
  let first = ''
  let links = 0
  let strangers = 0
  const numbers = new Set<string>()
  for (let at = from + 1; at < blocks.length; at++) {
    const block = blocks[at]
    if (block === undefined || (block.skip !== null && block.skip !== 'contents')) {
      if (block?.skip === 'boilerplate') break
      continue
    }
    if (block.isBreak) continue
    if (skip === 'contents' && isSummarised(blocks, at, places)) {
      addEntries(block, seen)
      last = ++at
      continue
    }
    if (isProse(block) && !block.isListItem && !isList(block)) break
    const label = readLabel(block.text)
    const own = label !== null && label.word !== '' ? `${label.word} ${String(label.value)}` : ''
    const isHeading = block.level > 0 || own !== '' || sectionMeaning(block.text) !== null
    const key = headingKey(block.text)
    const isRepeated =
      block.linked === 0 &&
      (seen.keys.has(key) ||
        numbers.has(key) ||
        (label !== null && label.title !== '' && seen.keys.has(headingKey(label.title))) ||
        (own !== '' && own === first))
    if (block.level > 0 && block.linked > 0 && seen.keys.size > 0 && prosesSoon(blocks, at + 1, 3)) break
    // A list of links ends where nothing is linked any more.
    if (block.linked > 0) [links, strangers] = [links + 1, 0]
    else if (links >= 2 && (isRepeated || block.level > 0 || ++strangers > 3)) break
    if ((isRepeated || isHeading) && block.linked === 0 && prosesSoon(blocks, at + 1, NEAR) && seen.keys.size > 0) {
      if (isRepeated || block.level > 0 || block.gap >= 2) break
    }
    const meaning = sectionMeaning(block.text)
    if (meaning?.skip === 'illustration' || meaning?.skip === 'contents') break
    if (skip === 'contents') addEntries(block, seen)
    else seen.keys.add(key)
    // Bare numbers are no keys, since they would name any heading.
    for (const line of linesOf(block)) if (line.length <= 6) numbers.add(headingKey(line))
    if (first === '') first = own
    if (links < 2 || block.linked > 0) last = at
  }
  if (last > from + 1 && isNumberApart(blocks[last])) last--
  for (let at = from + 1; at <= last; at++) {
    const block = blocks[at]
    if (block !== undefined && (block.skip === null || block.skip === 'contents')) block.skip = skip
  }
  if (skip === 'contents') for (const key of seen.keys) contents.keys.add(key)
  return last
}

/** A list under a heading that nobody knows (`Herein is Written`): its lines come again as headings. */
function takeNamelessList(blocks: readonly Block[], places: Places, contents: Contents): void {
  for (const [at, block] of blocks.slice(0, FRONT).entries()) {
    if (block.skip !== null || (block.breaks?.length ?? 0) < 2) continue
    const lines = linesOf(block)
    const hits = lines.filter((line) => recurs(line, at, places)).length
    if (hits < 3 || hits < lines.length * 0.6) continue
    block.skip = 'contents'
    if (contents.start === 0) contents.start = at
  }
}

/** The number of the first chapter, whose title below it ended the list. */
function isNumberApart(block: Block | undefined): boolean {
  if (block === undefined || block.gap < 3 || block.linked > 0) return false
  const label = readLabel(block.text)
  return label?.word === '' && label.title === '' && label.value === 1
}

/** Marks runs of blocks that are mostly links: a list without a heading. */
function takeLinkedRuns(blocks: Block[]): void {
  let run: Block[] = []
  let strangers = 0
  const close = (): void => {
    if (run.length >= 3) for (const block of run) block.skip = 'contents'
    run = []
    strangers = 0
  }
  for (const block of blocks) {
    if (block.isBreak || block.text === '') continue
    if (block.skip === null && block.linked > 0 && block.linked >= block.text.length * 0.5) {
      run.push(block)
      strangers = 0
    } else if (run.length > 0 && ++strangers > 2) close()
  }
  close()
}

function addEntries(block: Block, contents: Contents): void {
  for (const text of new Set([block.text, ...linesOf(block)])) {
    if (text.length > 300) continue
    // Page numbers and leaders at the end do not belong to the title.
    const bare = text.replace(/[\s.…·_-]*(?:(?:p\.|page|seite|pag\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})\.?$/i, '')
    const label = readLabel(bare)
    for (const entry of [text, bare, label?.title ?? '']) {
      const own = readLabel(entry)
      if (own !== null && own.word === '' && own.title === '') continue
      const key = headingKey(entry)
      if (key.length >= 3 || /\p{Script=Han}/u.test(key)) contents.keys.add(key)
    }
  }
}

function addTargets(stream: BlockStream, contents: Contents): void {
  // A navigation document often lists every heading: it only counts when the book has no list of its own.
  const own = stream.links.filter(({ from }) => stream.blocks[from]?.skip === 'contents')
  for (const link of own.length > 1 || contents.keys.size > 4 ? own : stream.links.filter(({ from }) => from < 0)) {
    const anchor = stream.anchors.get(link.target)
    if (anchor === undefined) continue
    const target = headingAtOrBehind(stream.blocks, anchor)
    if (target !== null) contents.targets.add(target)
  }
}

/** A link may point to a rule, a picture or the end of the paragraph before its heading. */
function headingAtOrBehind(blocks: readonly Block[], anchor: number): number | null {
  let first: number | null = null
  for (let at = anchor; at < Math.min(anchor + 4, blocks.length); at++) {
    const block = blocks[at]
    if (block === undefined || block.isBreak || block.skip !== null) continue
    if (block.level > 0) return at
    first ??= at
    if (block.text.length > 200) break
  }
  return first
}

/** True for running text, as no list has it. */
export function isProse(block: Block): boolean {
  return (
    block.skip === null &&
    block.level === 0 &&
    block.linked === 0 &&
    block.text.length >= 200 &&
    /[.!?…"”’»。」:;,—-]\)?$/.test(block.text)
  )
}

function prosesSoon(blocks: readonly Block[], from: number, within: number): boolean {
  const gap = blocks[from - 1]?.gap ?? 0
  let seen = 0
  let sentences = 0
  for (let at = from; at < Math.min(blocks.length, from + within * 4) && seen < within; at++) {
    const block = blocks[at]
    if (block === undefined || block.isBreak || block.text === '' || block.skip !== null) continue
    // Behind a wide gap begins something else, and the prose is its own.
    if (isList(block) || (gap <= 1 && block.gap >= 3)) return false
    if (isProse(block) && !block.isListItem) return true
    if (isSentence(block) && ++sentences >= 2) return true
    seen++
  }
  return false
}

/** A line of speech or narration, which no list has twice in a row. */
function isSentence(block: Block): boolean {
  const { text } = block
  if (block.level > 0 || block.linked > 0 || block.isListItem || text.length < 40) return false
  return (
    /[.!?…]["”’»)]*$/.test(text) && /\p{Ll}\s\p{Ll}+\s\p{Ll}/u.test(text) && readLabel(text) === null && !isList(block)
  )
}

/** Several entries in one block, as wrapped lists have them. */
function isList(block: Block): boolean {
  const labels = block.text.match(/\b(?:scene|chapter|act|book|part|kapitel|chapitre|cap[ií]tulo|[IVXL]{1,7}\.)\s/gi)
  if ((labels?.length ?? 0) >= 3) return true
  const lines = block.breaks?.length ?? 0
  if (lines >= 4 && block.linked === 0 && isLineEach(linesOf(block))) return true
  return lines >= 3 && block.text.length < (lines + 1) * 45 && !/[.!?;,:”"’]$/.test(block.text)
}

/** True when each line starts anew and few end with a stop, as neither wrapped prose nor verse does. */
function isLineEach(lines: readonly string[]): boolean {
  const stopped = lines.filter((line) => /[.,;:!?—-]["”’]?$/.test(line)).length
  return (
    stopped <= lines.length * 0.35 && lines.every((line) => /^["“«]?[\p{Lu}\p{N}]/u.test(line) && line.length <= 90)
  )
}
