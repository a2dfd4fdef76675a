import type { Draft } from './section-drafts.ts'

const ADVERTISED =
  /(?:\$\s?\d|\b\d+s\.|\bcloth\b|\b12mo\b|\b8vo\b|\bpostpaid\b|\bprice[ds]?\b|\bnet\b|\billustrated by\b|\bpublishers?\b|\bper (?:volume|copy)\b|\bfully illustrated\b|\bpe?s?e?tas\b|\bpesetas\b|\bc[ée]ntimos\b|\bfr\.|\bfrancs\b|\bin-(?:8|12|16|18)\b|\bMark\b|\bgeb\.|\bgeheftet\b|\bbroch(?:é|iert)\b)/i

/** True when every seventh paragraph speaks of prices and editions. */
export function isAdvertising({ blocks }: Pick<Draft, 'blocks'>): boolean {
  return blocks.filter(({ block }) => ADVERTISED.test(block.text)).length >= blocks.length * 0.15
}

const IMPRINT =
  /^\W{0,3}(?:printed (?:by|in|at)|(?:the )?[\p{L} .&'’]{2,40} press\b|press of|druck (?:von|der)|gedruckt|imprimerie|imp\.|typ(?:\.|ographie)|tipograf[ií]a|boekdrukkerij|stab\.)/iu

/** What the printer set under the last line. */
export function cutImprint(last: Draft | undefined): void {
  for (let block = last?.blocks.at(-1)?.block; last !== undefined && block !== undefined;) {
    if (last.blocks.length < 2 || block.text.length > 160 || !IMPRINT.test(block.text)) return
    block.skip = 'backMatter'
    last.characters -= block.text.length
    last.blocks.pop()
    block = last.blocks.at(-1)?.block
  }
}

/** Imprints, errata and what a publisher offers behind "THE END". */
export function cutBehindEnd(last: Draft | undefined): void {
  if (last === undefined) return
  const end = last.blocks.findLastIndex(({ block }) => /^\W*(?:the end|finis|end|fin|ende|fine)\W*$/i.test(block.text))
  const behind = last.blocks.slice(end + 1)
  const characters = behind.reduce((sum, { block }) => sum + block.text.length, 0)
  const isCrumbs = characters < Math.min(5000, last.characters * 0.1)
  if (end === -1 || (!isCrumbs && !isAdvertising({ blocks: behind }))) return
  last.blocks.length = end + 1
  for (const { block } of behind) {
    block.skip = 'backMatter'
    last.characters -= block.text.length
  }
}
