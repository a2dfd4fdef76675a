import { Tokenizer } from 'htmlparser2'
import { linkTarget } from './archive-path.ts'
import type { BlockBuilder } from './block-builder.ts'
import { BLOCK_ELEMENTS, ElementReader, NO_TRAITS, VOID_ELEMENTS } from './html-elements.ts'
import type { ElementTraits } from './html-elements.ts'
import { HtmlHeadReader } from './html-head.ts'
import type { HtmlHead } from './html-head.ts'
import { readLabel } from './heading-label.ts'
import { isNoteMark } from './notes.ts'

/** One HTML document within the source. */
export interface HtmlInput {
  source: string
  start: number
  end: number
  /** Number and name of the document, for anchors and links. */
  document: number
  name: string
}

interface OpenElement {
  name: string
  traits: ElementTraits
  /** Text length where an `a` or `sup` began. */
  from: number
  href: string | null
}

const KEPT_ATTRIBUTES = new Set(
  'class id name href align style alt lang xml:lang content epub:type role http-equiv property'.split(' '),
)
/** A picture in a heading's place that says more than "decoration". */
const HEADING_ALT =
  /^(?!.*(?:illustration|decorat|image|ornament|\.(?:jpe?g|png|gif)|header|headpiece|vignette)).*\p{L}{2}/iu
const LETTER = /^["“”'‘«„([]?\p{L}['’]?$/u

/** Reads an HTML document into blocks. Never recurses and keeps no tree, so that depth costs nothing. */
export function readHtmlBlocks(input: HtmlInput, builder: BlockBuilder): HtmlHead {
  const reader = new HtmlBlockReader(input, builder)
  // In one piece, so that the tokenizer's indices are offsets in the document.
  const tokenizer = new Tokenizer({ decodeEntities: true, recognizeSelfClosing: true }, reader)
  tokenizer.write(input.source.slice(input.start, input.end))
  tokenizer.end()
  return reader.finish()
}

class HtmlBlockReader {
  readonly #input: HtmlInput
  readonly #builder: BlockBuilder
  readonly #head = new HtmlHeadReader()
  readonly #elements = new ElementReader()
  readonly #stack: OpenElement[] = []
  readonly #openCount = new Map<string, number>()
  #traits: ElementTraits = NO_TRAITS
  #name = ''
  #attributes = new Map<string, string>()
  #attributeName = ''
  #attributeValue = ''
  #tagStart = 0
  #textEnd = 0
  #boldCharacters = 0
  #italicCharacters = 0
  #linkedCharacters = 0
  #lineBreaks = 0
  /** A rule or margin was seen since the last block. */
  #gap = 0
  #level = 0
  readonly #pendingAnchors: { key: string; at: number }[] = []
  /** Length of the text when it is only a drop capital that waits for its paragraph. */
  #dropCapital = 0
  /** What a heading that is only a picture says. */
  #headingAlt: { text: string; at: number } | null = null

  constructor(input: HtmlInput, builder: BlockBuilder) {
    this.#input = input
    this.#builder = builder
  }

  ontext(start: number, end: number): void {
    this.#textEnd = end
    const { source, start: base } = this.#input
    if (this.#head.take(() => source.slice(base + start, base + end))) return
    if (this.#traits.isHidden) return
    if ((this.#openCount.get('pre') ?? 0) > 0) this.#appendLines(base + start, base + end)
    else this.#append(base + start, base + end)
  }

  ontextentity(codepoint: number, end: number): void {
    const start = this.#textEnd
    this.#textEnd = end
    const text = String.fromCodePoint(codepoint)
    if (this.#head.take(() => text) || this.#traits.isHidden) return
    const before = this.#builder.length
    this.#builder.appendDecoded(text, this.#input.start + start, this.#input.start + end)
    this.#countStyled(this.#builder.length - before)
  }

  onopentagname(start: number, end: number): void {
    this.#tagStart = start - 1
    this.#name = this.#slice(start, end).toLowerCase()
    if (this.#attributes.size > 0) this.#attributes = new Map()
  }

  onattribname(start: number, end: number): void {
    this.#attributeName = this.#slice(start, end).toLowerCase()
    this.#attributeValue = ''
  }

  onattribdata(start: number, end: number): void {
    if (KEPT_ATTRIBUTES.has(this.#attributeName)) this.#attributeValue += this.#slice(start, end)
  }

  onattribentity(codepoint: number): void {
    this.#attributeValue += String.fromCodePoint(codepoint)
  }

  onattribend(): void {
    if (KEPT_ATTRIBUTES.has(this.#attributeName) && !this.#attributes.has(this.#attributeName)) {
      this.#attributes.set(this.#attributeName, this.#attributeValue)
    }
  }

  onopentagend(end: number): void {
    this.#textEnd = end + 1
    this.#open(VOID_ELEMENTS.has(this.#name))
  }

  onselfclosingtag(end: number): void {
    this.#textEnd = end + 1
    this.#open(true)
  }

  onclosetag(start: number, end: number): void {
    this.#textEnd = end + 1
    const name = this.#slice(start, end).toLowerCase()
    this.#tagStart = start - 2
    if ((this.#openCount.get(name) ?? 0) > 0) this.#closeTo(name)
    else if (name === 'p') this.#endBlock()
  }

  oncdata(start: number, end: number): void {
    this.ontext(start, end)
  }

  oncomment(_start: number, end: number): void {
    this.#textEnd = end + 1
  }

  ondeclaration(_start: number, end: number): void {
    this.#textEnd = end + 1
  }

  onprocessinginstruction(_start: number, end: number): void {
    this.#textEnd = end + 1
  }

  onend(): void {
    this.#endBlock()
  }

  isInForeignContext(): boolean {
    return false
  }

  #append(start: number, end: number): void {
    const before = this.#builder.length
    this.#builder.append(start, end)
    this.#countStyled(this.#builder.length - before)
  }

  /** In `pre` a new line is one, and a blank line parts paragraphs. */
  #appendLines(start: number, end: number): void {
    const { source } = this.#input
    let from = start
    for (let at = source.indexOf('\n', start); at !== -1 && at < end; at = source.indexOf('\n', from)) {
      const isBlank = source.slice(from, at).trim() === ''
      this.#append(from, at)
      if (isBlank && from > start) this.#endBlock()
      else this.#builder.lineBreak(at)
      from = at + 1
    }
    this.#append(from, end)
  }

  /** Ends the last block. */
  finish(): HtmlHead {
    this.#dropCapital = 0
    this.#endBlock()
    return this.#head.finish()
  }

  #slice(start: number, end: number): string {
    return this.#input.source.slice(this.#input.start + start, this.#input.start + end)
  }

  #countStyled(characters: number): void {
    if (this.#traits.isBold) this.#boldCharacters += characters
    if (this.#traits.isItalic) this.#italicCharacters += characters
  }

  #open(isEmpty: boolean): void {
    const name = this.#name
    const isBlock = BLOCK_ELEMENTS.has(name)
    if (isBlock) this.#startBlock(name)
    const id = this.#attributes.get('id') ?? (name === 'a' ? this.#attributes.get('name') : undefined)
    if (id !== undefined && id !== '') this.#anchor(id)
    switch (name) {
      case 'br':
        this.#lineBreak()
        return
      case 'hr':
        this.#gap += 2
        this.#builder.addBreak(this.#position(), this.#features())
        return
      case 'img':
        this.#image()
        return
      case 'td':
      case 'th':
        this.#builder.lineBreak(this.#position())
        break
    }
    if (isEmpty && name !== 'meta') return
    this.#head.open(name, this.#attributes, (this.#openCount.get('svg') ?? 0) > 0)
    if (isEmpty) return
    const traits = this.#elements.traits(this.#traits, name, this.#attributes)
    const href = name === 'a' ? (this.#attributes.get('href') ?? null) : null
    this.#stack.push({ name, traits: this.#traits, from: this.#builder.length, href })
    this.#openCount.set(name, (this.#openCount.get(name) ?? 0) + 1)
    this.#traits = traits
    if (isHeading(name)) this.#level = Number(name.charAt(1))
  }

  #position(): number {
    return this.#input.start + this.#tagStart
  }

  /** A block element ends an open paragraph, and an item of its own kind that stands open before it. */
  #startBlock(name: string): void {
    this.#endBlock(isHeading(name))
    if ((this.#openCount.get('p') ?? 0) > 0) this.#closeTo('p')
    const top = this.#stack.at(-1)?.name
    if (top === name && (name === 'li' || name === 'tr' || name === 'dd' || name === 'dt')) this.#closeTo(name)
  }

  #closeTo(name: string): void {
    for (;;) {
      const element = this.#stack.pop()
      if (element === undefined) return
      this.#openCount.set(element.name, (this.#openCount.get(element.name) ?? 1) - 1)
      this.#close(element)
      if (element.name === name) return
    }
  }

  #close(element: OpenElement): void {
    const { name } = element
    if (name === 'a' || name === 'sup') this.#closeLink(element)
    const { skip } = this.#traits
    if (BLOCK_ELEMENTS.has(name)) this.#endBlock()
    else if (
      skip !== null &&
      skip !== element.traits.skip &&
      skip !== 'contents' &&
      !this.#isCaptionedHeading(element)
    ) {
      // An inline page number or side note: out of the sentence around it.
      if (this.#builder.length > element.from) this.#builder.takeBack(element.from, skip)
    }
    this.#head.close(name, (css) => this.#elements.readStyleSheet(css))
    if (isHeading(name)) this.#level = 0
    this.#traits = element.traits
  }

  /** A heading below a picture may be set as its caption. */
  #isCaptionedHeading(element: OpenElement): boolean {
    if (this.#traits.skip !== 'illustration' || this.#level === 0) return false
    return (readLabel(this.#builder.textFrom(element.from).trim())?.word ?? '') !== ''
  }

  #closeLink(element: OpenElement): void {
    const length = this.#builder.length - element.from
    if (length <= 0) return
    const isReference = element.name === 'sup' || element.href?.includes('#') === true
    const text = length <= 12 && isReference ? this.#builder.textFrom(element.from).trim() : ''
    if (text !== '' && isNoteMark(text, element.href ?? '', element.name === 'sup')) {
      this.#builder.takeBack(element.from, 'footnoteMark')
      return
    }
    const href = element.href ?? ''
    if (href === '' || /^(?:https?|mailto|ftp):/i.test(href)) return
    if (/\.(?:jpe?g|png|gif|svg|mid|midi|mp3|ogg|pdf|ly|xml|mxl)$/i.test(href)) {
      if (length <= 40) this.#builder.takeBack(element.from, 'illustration')
      return
    }
    this.#linkedCharacters += length
    const target = linkTarget(this.#input.name, href)
    this.#builder.links.push({ from: this.#builder.blocks.length, target })
  }

  #lineBreak(): void {
    if (this.#traits.isHidden) return
    this.#lineBreaks++
    const isDouble = this.#lineBreaks >= 2 && this.#level === 0 && this.#linkedCharacters === 0
    const text = this.#builder.length
    this.#builder.lineBreak(this.#position())
    if (isDouble && this.#builder.length === text && text > 200) this.#endBlock()
  }

  #image(): void {
    if (this.#traits.isHidden || this.#traits.skip !== null) return
    const alt = (this.#attributes.get('alt') ?? '').trim()
    if (alt === '' || this.#builder.length > 0) return
    const at = this.#input.source.indexOf(alt, this.#position())
    if (at === -1 || at > this.#input.start + this.#textEnd) return
    if (LETTER.test(alt)) {
      // A drop capital is a picture of the first letter.
      this.#builder.appendDecoded(alt, at, at + alt.length)
      this.#dropCapital = this.#builder.length
    } else if (this.#level > 0 && HEADING_ALT.test(alt)) this.#headingAlt = { text: alt, at }
  }

  #anchor(id: string): void {
    this.#pendingAnchors.push({ key: `${this.#input.name}#${id}`, at: this.#builder.length })
  }

  /** An anchor behind the last word of a paragraph belongs to what follows. */
  #placeAnchors(length: number): void {
    const { anchors, blocks } = this.#builder
    for (const { key, at } of this.#pendingAnchors) {
      if (!anchors.has(key)) anchors.set(key, blocks.length + (length > 0 && at >= length - 1 ? 1 : 0))
    }
    this.#pendingAnchors.length = 0
  }

  #features() {
    const traits = this.#traits
    return {
      level: this.#level === 0 ? traits.level : this.#level,
      isCentered: traits.isCentered,
      isVerse: traits.isVerse,
      isQuoted: traits.isQuoted,
      isListItem: (this.#openCount.get('li') ?? 0) > 0 || (this.#openCount.get('tr') ?? 0) > 0,
      gap: this.#gap,
      skip: traits.skip,
      document: this.#input.document,
    }
  }

  #endBlock(isHeadingNext = false): void {
    if (this.#headingAlt !== null && this.#builder.length === 0 && this.#level > 0) {
      const { text, at } = this.#headingAlt
      this.#builder.appendDecoded(text, at, at + text.length)
    }
    this.#headingAlt = null
    const { length } = this.#builder
    if (length > 0 && length === this.#dropCapital && !isHeadingNext) {
      this.#builder.swallowBlanks()
      return
    }
    this.#dropCapital = 0
    if (this.#pendingAnchors.length > 0) this.#placeAnchors(length)
    if (length > 0) {
      const block = this.#builder.flush({
        ...this.#features(),
        isBold: this.#boldCharacters >= length * 0.9,
        isItalic: this.#italicCharacters >= length * 0.9,
        linked: this.#linkedCharacters,
      })
      if (block !== null) this.#gap = 0
    }
    this.#boldCharacters = 0
    this.#italicCharacters = 0
    this.#linkedCharacters = 0
    this.#lineBreaks = 0
  }
}

function isHeading(name: string): boolean {
  return name.length === 2 && name.startsWith('h') && name >= 'h1' && name <= 'h6'
}
