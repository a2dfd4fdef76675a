import type { Block } from './block.ts'
import type { Contents } from './contents.ts'
import { headingKey } from './heading-key.ts'
import { readLabel } from './heading-label.ts'
import type { HeadingLabel } from './heading-label.ts'
import { readLetterHeadings } from './letters.ts'
import { sectionMeaning } from './section-words.ts'
import type { SectionMeaning } from './section-words.ts'

/** A block that may be the heading of something. */
export interface Heading {
  /** Index of its block. */
  at: number
  text: string
  label: HeadingLabel | null
  meaning: SectionMeaning | null
  /** 1–6 for h1–h6, 0 for a paragraph that only looks like a heading. */
  level: number
  /** Blank lines above it. */
  gap: number
  /** The book's list of contents has it. */
  isListed: boolean
  /** Only its looks speak for it: short, centred or in capitals. */
  isWeak: boolean
  /** It only is the title of the bare number above it. */
  isTitle: boolean
  /** Characters of text up to the next heading of any sort, to the next that is not weak, to the next with a number. */
  gapText: number
  reach: number
  span: number
}

const MAX_HEADING = 320
const BYLINE =
  /^(?:by|par|von|by the author of)(?:$|[\s:]+\p{Lu}[\p{L}.'’ -]{2,60}$)|^(?:the )?end(?: of .{1,60})?[.!]?$|^f[ií]n(?:is)?\.?$|^ende\.?$|^fine\.?$/iu
const CAPS = /^[^\p{Ll}]*\p{Lu}[^\p{Ll}]*$/u
const MAY_START = /^[\s"“„«'‘([{—–*=~.-]*[\p{Lu}\p{Lo}\p{N}ivxl]/u

/** Lists the blocks that may be headings, in reading order. */
export function findHeadings(blocks: readonly Block[], contents: Contents): Heading[] {
  const headings: Heading[] = []
  for (const [at, block] of blocks.entries()) {
    if (block.skip !== null || block.isBreak || block.text.length > MAX_HEADING || block.text === '') continue
    if (block.linked > block.text.length * 0.5 && block.level === 0) continue
    const isBehindBreak = blocks[at - 1]?.isBreak === true
    const heading = headingAt(at, block, contents, isBehindBreak)
    if (heading !== null) headings.push(heading)
  }
  readLetterHeadings(headings)
  measureText(headings, blocks)
  dropRepeats(headings)
  pairTitles(headings)
  return headings
}

function headingAt(at: number, block: Block, contents: Contents, isBehindBreak: boolean): Heading | null {
  const { text, level } = block
  if (level === 0 && !MAY_START.test(text)) return null
  const stands = standsOut(block)
  if (level === 0 && !stands && block.gap < 3 && isSpeech(text)) return null
  const label = readLabel(text)
  if (BYLINE.test(text) && !isInContents(text, label, contents)) return null
  const heading = {
    at,
    text,
    label,
    meaning: null,
    level,
    gap: block.gap,
    isListed: false,
    isWeak: false,
    isTitle: false,
    gapText: 0,
    reach: 0,
    span: 0,
  }
  if (level > 0) {
    const meaning = sectionMeaning(text)
    const isTitlePage = at < contents.start && label === null && meaning === null
    const isListed = contents.targets.has(at) || (!isTitlePage && isInContents(text, label, contents))
    return { ...heading, meaning, isListed }
  }
  const isNoted = stands || block.gap >= 2 || isBehindBreak || CAPS.test(text)
  const meaning = isNoted || contents.targets.has(at) ? sectionMeaning(text) : null
  // On the title page a listed line only repeats the book's title.
  if (level === 0 && at < contents.start && label === null && meaning === null) return null
  // Page numbers in the contents point into paragraphs, so that a target must look like a heading.
  const isTarget = contents.targets.has(at) && (label !== null || isNoted)
  const isListed = isTarget || (!isSpeech(text) && text.length <= 200 && isInContents(text, label, contents))
  if (
    isTarget &&
    text.length <= 160 &&
    !/[,;:]$/.test(text) &&
    !isSpeech(text) &&
    !/\p{Ll}[.!?…]["”»’)]*$/u.test(text)
  ) {
    return { ...heading, meaning, isListed }
  }
  if (label !== null && isLabelHeading(label, block, stands, isListed)) return { ...heading, meaning, isListed }
  if (meaning !== null) return { ...heading, label: null, meaning, isListed }
  if (isListed && headingKey(text).length >= 3 && !/[,;]$/.test(text)) return { ...heading, label: null, isListed }
  if (looksLikeTitle(block, stands)) return { ...heading, label: null, isListed, isWeak: true }
  return null
}

/** Dialogue looks like a short title, too. */
function isSpeech(text: string): boolean {
  return /^[—–-]|^["“„«‘']/u.test(text) && /\p{Ll}/u.test(text)
}

function isInContents(text: string, label: HeadingLabel | null, contents: Contents): boolean {
  if (contents.keys.size === 0) return false
  if (contents.keys.has(headingKey(text))) return true
  if (label === null || label.title === '') return false
  const title = headingKey(label.title)
  return title.length >= 4 && contents.keys.has(title)
}

function standsOut(block: Block): boolean {
  return block.isCentered || (block.isBold && block.text.length < 150)
}

/** A paragraph that starts with a number is a heading only if nothing in it reads like a sentence. */
function isLabelHeading(label: HeadingLabel, block: Block, stands: boolean, isListed: boolean): boolean {
  const { title, word } = label
  if (block.isQuoted && !isListed && !stands) return false
  if (title === '') {
    if (word !== '') return block.text.length <= 60
    if (label.form === 'arabic')
      return (label.value ?? 0) <= 400 && (stands || block.gap >= 2 || block.text.length <= 6) && !block.isListItem
    if (label.form === 'word') return stands || CAPS.test(block.text)
    return !block.isListItem
  }
  if (word !== '') {
    if (!label.isParted && !/^[\p{Lu}\p{Lo}\p{N}"“„«'‘([—¿¡_]/u.test(title)) return false
    const isSentence = /[.!?]["”’»]?\s+["“«]?\p{Lu}/u.test(title) && title.length > 120 && /\p{Ll}/u.test(title)
    return (
      block.text.length <= 280 && (!isSentence || stands || isListed) && !(label.form === 'word' && title.length > 160)
    )
  }
  if (isListed) return true
  if (block.isListItem) return false
  if (CAPS.test(title) && title.length <= 140) return true
  return (
    (stands || block.gap >= 3) && title.length <= 140 && !/[,;]$/.test(title) && /^[\p{Lu}\p{Lo}"“„«'‘¿¡]/u.test(title)
  )
}

/** Short, apart from its surroundings, without the marks of a sentence. */
function looksLikeTitle(block: Block, stands: boolean): boolean {
  const { text } = block
  if (text.length > 90 || block.isVerse || block.isListItem || block.isQuoted) return false
  if (!/^["“„«'‘]?[\p{Lu}\p{Lo}\p{N}¿¡]/u.test(text) || /[,;:]$/.test(text)) return false
  const isCaps = CAPS.test(text) && /\p{Lu}{2}/u.test(text)
  if (block.gap >= 2) return isCaps || ((block.gap >= 3 || text.length <= 60) && !/[a-z][.!]["”]?$/.test(text))
  return stands && (isCaps || !/[.!?]["”]?$/.test(text))
}

function measureText(headings: readonly Heading[], blocks: readonly Block[]): void {
  const sums = { gapText: 0, reach: 0, span: 0 }
  let next = headings.length - 1
  for (let at = blocks.length - 1; at >= 0 && next >= 0; at--) {
    const heading = headings[next]
    const block = blocks[at]
    if (heading?.at === at) {
      Object.assign(heading, sums)
      sums.gapText = 0
      if (!heading.isWeak) sums.reach = 0
      if (heading.label !== null || heading.meaning !== null) sums.span = 0
      if (heading.isWeak) sums.reach += heading.text.length
      next--
    } else if (block !== undefined && block.skip === null && !block.isBreak) {
      sums.gapText += block.text.length
      sums.reach += block.text.length
      sums.span += block.text.length
    }
  }
}

/** A line of the contents belongs to one heading: the one with a number or a tag, else the first. */
function dropRepeats(headings: Heading[]): void {
  const claimed = new Set<string>()
  const keysOf = ({ text, label }: Heading): string[] => [
    headingKey(text),
    ...(label === null ? [] : [headingKey(label.title)]),
  ]
  for (const heading of headings) {
    if (heading.isListed && (heading.level > 0 || heading.label !== null))
      for (const key of keysOf(heading)) claimed.add(key)
  }
  for (const [index, heading] of headings.entries()) {
    if (!heading.isListed || heading.level > 0 || heading.label !== null) continue
    const above = headings[index - 1]
    // Letters to the same person have the same title, each below its number.
    if (above?.label?.title === '' && above.label.word === '' && above.gapText === 0) continue
    const key = headingKey(heading.text)
    if (claimed.has(key)) [heading.isListed, heading.isWeak] = [false, true]
    claimed.add(key)
  }
}

/** Joins a bare number with the title heading right under it. */
function pairTitles(headings: readonly Heading[]): void {
  const strong = headings.filter(({ isWeak }) => !isWeak)
  const pairs: [Heading, Heading][] = []
  for (const [index, heading] of strong.entries()) {
    const next = strong[index + 1]
    if (
      next === undefined ||
      heading.label?.title !== '' ||
      heading.reach > 0 ||
      next.label !== null ||
      next.meaning !== null
    )
      continue
    pairs.push([heading, next])
  }
  const paired = new Set(pairs.map(([, title]) => title))
  const looksOf = ({ level, isListed }: Heading): string => `${level} ${isListed}`
  const classOf = ({ label }: Heading): string => `${label?.word ?? ''} ${label?.form ?? ''}`
  const lone = countBy(
    strong.filter((other) => other.label === null && other.meaning === null && !paired.has(other)),
    looksOf,
  )
  const members = countBy(strong, classOf)
  const pairsOf = countBy(
    pairs.map(([heading]) => heading),
    classOf,
  )
  for (const [heading, title] of pairs) {
    // Under a part, chapters without numbers look the same, but most of them stand alone.
    const mayBeChapter = (heading.label?.rank ?? 6) < 5 || title.isListed
    if (mayBeChapter && (lone.get(looksOf(title)) ?? 0) >= pairs.length) continue
    // Where most numbers have their title beside them, what stands below one is the chapter's first line.
    const key = classOf(heading)
    if (!title.isListed && (pairsOf.get(key) ?? 0) < (members.get(key) ?? 0) * 0.5) continue
    title.isTitle = true
    heading.isListed ||= title.isListed
    heading.reach = title.reach
    heading.span = Math.max(heading.span, title.reach)
  }
}

function countBy(headings: readonly Heading[], keyOf: (heading: Heading) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const heading of headings) counts.set(keyOf(heading), (counts.get(keyOf(heading)) ?? 0) + 1)
  return counts
}
