import type { Block, BlockStream, BookLink, SkipKind } from './block.ts'
import { RunMap } from './run-map.ts'

export type BlockFeatures = Partial<Omit<Block, 'text' | 'start' | 'end' | 'runsFrom' | 'runsTo' | 'breaks'>>

const BLANK = 32
const BOM = 0xfeff
const SOFT_HYPHEN = 0xad

/** White space of any script, which is folded to a single blank. */
export function isBlankCode(code: number): boolean {
  if (code <= BLANK) return true
  if (code < 0x85) return false
  if (code === 0xa0 || code === 0x85 || code === 0x3000) return true
  return code >= 0x1680 && (code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || (code >= 0x2028 && code <= 0x202f))
}

/** Invisible characters that only steer line breaks. */
function isInvisibleCode(code: number): boolean {
  return code === SOFT_HYPHEN || code === BOM || (code >= 0x200b && code <= 0x200d) || code === 0x2060
}

/** Collects text into blocks: folds white space and remembers for each character where it came from. */
export class BlockBuilder implements BlockStream {
  readonly blocks: Block[] = []
  readonly links: BookLink[] = []
  readonly anchors = new Map<string, number>()
  readonly inlineSkipped = new Map<SkipKind, number>()
  readonly runs = new RunMap()
  readonly #source: string
  /** The text so far in pieces: a growing string would be copied for each look at its end. */
  readonly #pieces: string[] = []
  #length = 0
  #runsFrom = 0
  #endsBlank = true
  #isGlued = false
  #nextSource = -1
  /** Behind the source of the last character. */
  #sourceEnd = 0
  #breaks: number[] | null = null

  constructor(source: string) {
    this.#source = source
  }

  /** Length of the block that is being collected. */
  get length(): number {
    return this.#length
  }

  /** Text of the block that is being collected, from an offset on. */
  textFrom(offset: number): string {
    let start = this.#length
    let index = this.#pieces.length
    while (start > offset && index > 0) start -= this.#pieces[--index]?.length ?? 0
    return this.#pieces
      .slice(index)
      .join('')
      .slice(Math.max(0, offset - start))
  }

  /** Adds source text, folding its white space. */
  append(start: number, end: number): void {
    const source = this.#source
    let from = start
    for (let at = start; at < end; at++) {
      const code = source.charCodeAt(at)
      if (code > BLANK && code < 0x85) continue
      if (code === BLANK && at > from && at + 1 < end) {
        const next = source.charCodeAt(at + 1)
        if (next > BLANK && next < 0x7f) continue
      }
      if (isBlankCode(code)) {
        this.#push(from, at)
        this.appendBlank(at)
        from = at + 1
      } else if (code >= 0x85 && isInvisibleCode(code)) {
        this.#push(from, at)
        this.skip('whitespace', 1)
        from = at + 1
      }
    }
    this.#push(from, end)
  }

  /** Adds characters that stand for source text of another spelling: an entity, a drop capital. */
  appendDecoded(text: string, start: number, end: number): void {
    const code = text.charCodeAt(0)
    if (isBlankCode(code)) this.appendBlank(start)
    else if (!isInvisibleCode(code)) {
      this.#add(text, start)
      this.#sourceEnd = end
    }
  }

  /** The next text joins what is there without a blank, whatever stands between them in the source. */
  swallowBlanks(): void {
    this.#isGlued = true
  }

  /** Adds one blank unless the text is empty or ends with one. */
  appendBlank(sourceOffset: number): void {
    if (this.#endsBlank || this.#isGlued) {
      this.skip('whitespace', 1)
      return
    }
    this.#add(' ', sourceOffset)
    this.#endsBlank = true
  }

  /** Notes that a new line of the source begins here. */
  lineBreak(sourceOffset: number): void {
    if (this.#length === 0) return
    if (!this.#endsBlank) {
      this.#add(' ', sourceOffset)
      this.#endsBlank = true
    }
    this.#breaks ??= []
    if (this.#breaks.at(-1) !== this.#length) this.#breaks.push(this.#length)
  }

  /** Takes text back that turned out not to be spoken, and accounts for it. */
  takeBack(length: number, kind: SkipKind): void {
    this.skip(kind, this.#length - length)
    while (this.#length > length) {
      const piece = this.#pieces.pop() ?? ''
      this.#length -= piece.length
      if (this.#length >= length) continue
      this.#pieces.push(piece.slice(0, length - this.#length))
      this.#length = length
    }
    while (this.runs.size > this.#runsFrom && this.runs.textAt(this.runs.size - 1) >= length) {
      this.runs.truncate(this.runs.size - 1)
    }
    this.#nextSource = -1
    this.#sourceEnd = length === 0 ? 0 : this.runs.toSource(this.#runsFrom, this.runs.size, length - 1) + 1
    this.#endsBlank = length === 0 || this.#pieces.at(-1)?.endsWith(' ') === true
    while (this.#breaks !== null && (this.#breaks.at(-1) ?? 0) > length) this.#breaks.pop()
  }

  /** Accounts for source text that is in no block. */
  skip(kind: SkipKind, characters: number): void {
    if (characters > 0) this.inlineSkipped.set(kind, (this.inlineSkipped.get(kind) ?? 0) + characters)
  }

  /** Ends the block, if there is any text in it. */
  flush(features: BlockFeatures): Block | null {
    if (this.#endsBlank && this.#length > 0) this.takeBack(this.#length - 1, 'whitespace')
    if (this.#length === 0) {
      this.#breaks = null
      return null
    }
    while (this.#breaks !== null && (this.#breaks.at(-1) ?? 0) >= this.#length) this.#breaks.pop()
    const { runs } = this
    const runsFrom = this.#runsFrom
    const block = this.#block(
      {
        text: this.#pieces.length === 1 ? (this.#pieces[0] ?? '') : this.#pieces.join(''),
        start: runs.sourceAt(runsFrom),
        end: this.#sourceEnd,
        runsFrom,
        runsTo: runs.size,
        breaks: this.#breaks !== null && this.#breaks.length > 0 ? this.#breaks : null,
      },
      features,
    )
    this.#pieces.length = 0
    this.#length = 0
    this.#runsFrom = runs.size
    this.#endsBlank = true
    this.#nextSource = -1
    this.#breaks = null
    return block
  }

  /** Adds a separator without text of its own. */
  addBreak(sourceOffset: number, features: BlockFeatures): void {
    const at = this.runs.size
    this.#block(
      { text: '', start: sourceOffset, end: sourceOffset, runsFrom: at, runsTo: at, breaks: null },
      { ...features, isBreak: true },
    )
  }

  #block(
    base: Pick<Block, 'text' | 'start' | 'end' | 'runsFrom' | 'runsTo' | 'breaks'>,
    features: BlockFeatures,
  ): Block {
    const block: Block = {
      ...base,
      level: features.level ?? 0,
      isCentered: features.isCentered ?? false,
      isBold: features.isBold ?? false,
      isItalic: features.isItalic ?? false,
      isVerse: features.isVerse ?? false,
      isQuoted: features.isQuoted ?? false,
      isListItem: features.isListItem ?? false,
      isBreak: features.isBreak ?? false,
      gap: features.gap ?? 0,
      indent: features.indent ?? 0,
      linked: features.linked ?? 0,
      skip: features.skip ?? null,
      document: features.document ?? 0,
    }
    this.blocks.push(block)
    return block
  }

  #push(start: number, end: number): void {
    if (end > start) {
      this.#add(this.#source.slice(start, end), start)
      this.#endsBlank = false
    }
  }

  #add(text: string, sourceOffset: number): void {
    if (this.#nextSource !== sourceOffset || this.#length === 0) this.runs.push(this.#length, sourceOffset)
    this.#pieces.push(text)
    this.#length += text.length
    this.#nextSource = sourceOffset + text.length
    this.#sourceEnd = this.#nextSource
    this.#endsBlank = false
    this.#isGlued = false
  }
}
