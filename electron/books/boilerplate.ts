import type { Block, SkipKind } from './block.ts'

const START =
  /\*{2,3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG|\*\s*END\s*\*?\s*THE SMALL PRINT|START OF THIS PROJECT GUTENBERG E/i
const END =
  /\*{2,3}\s*END OF (?:THE|THIS) PROJECT GUTENBERG|^\s*(?:\*{1,3}\s*)?(?:this is )?(?:the )?end (?:of|to) (?:the |this )?project gutenberg|^\s*end of (?:the )?(?:project )?gutenberg|^\s*fin d[eu] (?:ce |l')?project gutenberg|^\s*ende (?:dieses|des|von) project gutenberg|^\s*\*{2,3}\s*START: FULL LICENSE/i

/** Text that no book has of its own: licence, addresses and requests of the project. */
const LICENCE =
  /project\s+gutenberg|gutenberg\.(?:org|net)|gutenberg literary archive|pglaf|full license|small print!|plain vanilla electronic text/i

/** Pieces of these words as they are written: found in the source at once, since few paragraphs have any. */
const LICENCE_HINTS = ['utenberg', 'UTENBERG', 'glaf', 'GLAF', 'icense', 'ICENSE', 'rint!', 'RINT!', 'anilla', 'ANILLA']

const CREDITS =
  /^(?:\[?\s*)?(?:(?:this )?(?:e-?text|e-?book|electronic text|file|html|text|edition|version)(?: file| version| edition)?(?: was| is)?\s*)?(?:first )?(?:re-?)?(?:produced|prepared|scanned|transcribed|transcription|proofread|proofed|typed|digiti[sz]ed|converted|created|edited|corrected|updated|posted|provided|credits?:|text file produced|html file produced|images? (?:courtesy|generously|provided))\b.{0,40}\b(?:by|from|at|of|with)\b/i
const CREDIT_HINT =
  /(?:pgdp|proofread(?:ing|ers)|gutenberg|internet archive|archive\.org|gallica|google books|e-?text|e-?book|html version|scanned|transcri)/i

/** Marks the licence, the header and the credits around the book; returns the header's text for the metadata. */
export function skipBoilerplate(blocks: Block[], source: string): string {
  const hinted = findHinted(blocks, source)
  let total = 0
  for (const block of blocks) total += block.text.length
  let before = 0
  let start = -1
  let end = blocks.length
  const inner: { from: number; to: number }[] = []
  for (const [at, block] of blocks.entries()) {
    const middle = before + block.text.length / 2
    if (hinted.has(at)) {
      if (START.test(block.text) && (end < at ? total - middle > total * 0.2 : middle < total * 0.5 || at < 40)) {
        // Volumes that were joined bring their headers and licences along.
        if (end < at) inner.push({ from: end, to: at })
        else start = at
        end = blocks.length
      } else if (end === blocks.length && at > start && END.test(block.text) && middle > total * 0.3) end = at
    }
    before += block.text.length
  }
  const header: string[] = []
  for (const [at, block] of blocks.entries()) {
    const isBetween = inner.some(({ from, to }) => at >= from && at <= to)
    const isLicence = at <= start || at >= end || isBetween || (hinted.has(at) && LICENCE.test(block.text))
    if (isLicence || block.skip === 'boilerplate') {
      if (at < blocks.length / 2 && header.length < 400) header.push(...textLines(block))
      block.skip = 'boilerplate'
    }
  }
  skipCredits(blocks, start, header)
  return header.join('\n')
}

/** Numbers of the blocks that have one of the hints. */
function findHinted(blocks: readonly Block[], source: string): Set<number> {
  const hinted = new Set<number>()
  for (const hint of LICENCE_HINTS) {
    let block = 0
    for (let at = source.indexOf(hint); at !== -1; at = source.indexOf(hint, at + 1)) {
      while (block < blocks.length && (blocks[block]?.end ?? 0) <= at) block++
      hinted.add(block)
    }
  }
  return hinted
}

function textLines(block: Block): string[] {
  if (block.breaks === null) return [block.text]
  const lines: string[] = []
  let from = 0
  for (const at of [...block.breaks, block.text.length]) {
    lines.push(block.text.slice(from, at).trim())
    from = at
  }
  return lines
}

/** Who produced the file stands near the start; the header's lines also when no marker ends it. */
function skipCredits(blocks: Block[], start: number, header: string[]): void {
  let seen = 0
  for (let at = start + 1; at < blocks.length && seen < 25; at++) {
    const block = blocks[at]
    if (block === undefined || block.text === '' || block.skip !== null) continue
    seen++
    const { text } = block
    if (
      /^(?:title|author|release date|posting date|language|character set encoding|editor|translator|illustrator|credits|last updated|produced by)\s*:/i.test(
        text,
      ) &&
      start === -1
    ) {
      header.push(...textLines(block))
      mark(block, 'boilerplate')
    } else if (
      text.length < 900 &&
      (CREDITS.test(text) || (seen < 8 && /^(?:produced|prepared|transcribed|scanned) by\b/i.test(text)))
    ) {
      if (
        CREDIT_HINT.test(text) ||
        /^(?:e-?text |html )?(?:produced|prepared|transcribed|scanned|digitized|proofread)/i.test(text)
      )
        mark(block, 'credits')
    }
  }
}

function mark(block: Block, skip: SkipKind): void {
  block.skip = skip
}
