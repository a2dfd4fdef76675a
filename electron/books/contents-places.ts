import type { Block } from './block.ts'
import { headingKey } from './heading-key.ts'
import { readLabel } from './heading-label.ts'

/** Where a text stands as a block of its own: the indices of its blocks, by heading key. */
export type Places = ReadonlyMap<string, readonly number[]>

const LONGEST_HEADING = 200
const LEAST_SUMMARY = 60

/** Notes where each short block stands. */
export function placesOf(blocks: readonly Block[]): Places {
  const places = new Map<string, number[]>()
  for (const [at, { text, skip }] of blocks.entries()) {
    if (skip !== null || text === '' || text.length > LONGEST_HEADING || !STARTS_HEADING.test(text)) continue
    const key = headingKey(text)
    const known = places.get(key)
    if (known === undefined) places.set(key, [at])
    else known.push(at)
  }
  return places
}

const STARTS_HEADING = /^[\p{Lu}\p{Lo}\p{N}]/u

/** True when the text comes again behind a place. */
export function recurs(text: string, at: number, places: Places): boolean {
  const key = headingKey(text)
  return key.length >= 4 && (places.get(key) ?? []).some((place) => place > at)
}

/** An entry of an analytical list: a numbered heading that comes again, with a paragraph that sums its chapter up. */
export function isSummarised(blocks: readonly Block[], at: number, places: Places): boolean {
  const block = blocks[at]
  const summary = blocks[at + 1]
  if (block === undefined || summary === undefined || summary.text.length < LEAST_SUMMARY) return false
  if (block.text.length > LONGEST_HEADING || block.linked > 0) return false
  const label = readLabel(block.text)
  if (label === null || label.word === '') return false
  const key = headingKey(block.text)
  if (label.title !== '') return recurs(block.text, at, places) && isListedTwice(blocks, at, places)
  // Bare numbers come again in each volume, too: here they must come exactly twice, and the next one stand near.
  return places.get(key)?.length === 2 && places.get(key)?.[0] === at && isListedTwice(blocks, at, places)
}

/** True when the numbered heading before or behind it stands near, and both of them come again. */
function isListedTwice(blocks: readonly Block[], at: number, places: Places): boolean {
  const near = [at - 2, at - 3, at + 2, at + 3]
  return near.some((other) => {
    const block = blocks[other]
    return (
      block !== undefined &&
      block.text.length <= LONGEST_HEADING &&
      readLabel(block.text)?.word === readLabel(blocks[at]?.text ?? '')?.word &&
      recurs(block.text, Math.max(at, other), places)
    )
  })
}
