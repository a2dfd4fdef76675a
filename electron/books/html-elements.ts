import type { SkipKind } from './block.ts'

/** What an element says about the text inside it; inherited downwards. */
export interface ElementTraits {
  /** The text does not belong to the book at all: style sheets, head. */
  isHidden: boolean
  skip: SkipKind | null
  isCentered: boolean
  isBold: boolean
  isItalic: boolean
  isVerse: boolean
  isQuoted: boolean
  /** Level of a paragraph whose class makes it a heading (`ph2`), else 0. */
  level: number
}

export const NO_TRAITS: ElementTraits = {
  isHidden: false,
  skip: null,
  isCentered: false,
  isBold: false,
  isItalic: false,
  isVerse: false,
  isQuoted: false,
  level: 0,
}

/** Elements that end the paragraph before them. */
export const BLOCK_ELEMENTS = new Set(
  (
    'html body p div h1 h2 h3 h4 h5 h6 li ul ol dl dd dt table caption thead tbody tfoot tr blockquote pre section article ' +
    'header footer nav aside main figure figcaption center hr address form fieldset head hgroup details summary noscript'
  ).split(' '),
)

/** Elements without content. */
export const VOID_ELEMENTS = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))

const HIDDEN = new Set('head script style template svg math object audio video select textarea noscript'.split(' '))
const BOLD = new Set('b strong big'.split(' '))
const ITALIC = new Set('i em cite'.split(' '))

// What a class, id or role says. A name counts as a whole or as its first part (`footnote-12`, `toc_entry`).
const NAME_SKIPS: readonly (readonly [RegExp, SkipKind])[] = [
  [
    /^(?:pg-?(?:header|footer|boilerplate)|pgheader|pgfooter|boilerplate|pg_?footer|pg_?header|license)(?:$|[-_])/,
    'boilerplate',
  ],
  [
    /^(?:page-?(?:num|no|number|nr|break)s?|pagebreak|pgnum|pagenumber|doc-pagebreak|folio|pb|lnum|linenum|line-?number)(?:$|[-_\d])/,
    'pageNumber',
  ],
  [
    /^(?:foot-?notes?|fn|fnote|endnotes?|doc-(?:foot|end)notes?|rearnotes?|footnote-?(?:body|text|s)|foot)(?:$|[-_\d])/,
    'footnote',
  ],
  [/^(?:side-?notes?|marginalia|margin-?note|sn|shouldernote|rightnote|leftnote)(?:$|[-_\d])/, 'sidenote'],
  [/^(?:tn|tnote|trans-?notes?|transnote|transcriber.*|tnbox|tei-note-trans)(?:$|[-_\d])/, 'transcriberNote'],
  [/^(?:caption|figcaption|fig-?caption|illcaption|captioned)(?:$|[-_\d])/, 'illustration'],
  [/^(?:toc|doc-toc|contents?|tocentry|toctable|index-?toc|loi|listofillustrations|lof)(?:$|[-_\d])/, 'contents'],
  [/^(?:doc-index|index)$/, 'index'],
]

const CENTERED_NAME =
  /^(?:center|centre|centered|central|ctr|cent|c|ce|tac|ac|title|subtitle|chap(?:ter)?-?(?:title|head|heading|num|number)|heading|sub-?head|sech?ead)(?:$|[-_\d])/
const VERSE_NAME = /^(?:poem|poetry|verse|stanza|poetry-container|lg|linegroup|song|epigram)(?:$|[-_\d])/
const HEADING_NAME = /^ph([1-6])$/
const QUOTED_NAME = /^(?:blockquot|blockquote|bq|letter|epigraph|extract)(?:$|[-_\d])/

/** Reads elements' names and attributes; remembers what it said about a class, since books repeat few of them. */
export class ElementReader {
  readonly #byName = new Map<string, Partial<ElementTraits>>()
  /** Traits of elements without attributes, by those around them. */
  readonly #plain = new WeakMap<ElementTraits, Map<string, ElementTraits>>()
  /** Class names that the book's own style sheet centres. */
  readonly #centered = new Set<string>()

  /** Learns which classes a style sheet centres or hides. */
  readStyleSheet(css: string): void {
    for (const rule of css.slice(0, 200_000).split('}')) {
      const brace = rule.indexOf('{')
      if (brace === -1 || !/text-align:\s*center/.test(rule.slice(brace, brace + 400))) continue
      for (const [, name] of rule.slice(Math.max(0, brace - 200), brace).matchAll(/\.([\w-]+)\s*(?:,|$)/g)) {
        if (name !== undefined) this.#centered.add(name.toLowerCase())
      }
    }
  }

  /** Traits of an element inside others of these traits. */
  traits(parent: ElementTraits, name: string, attributes: ReadonlyMap<string, string>): ElementTraits {
    if (attributes.size > 0) return this.#traits(parent, name, attributes)
    let known = this.#plain.get(parent)
    if (known === undefined) {
      known = new Map<string, ElementTraits>()
      this.#plain.set(parent, known)
    }
    const traits = known.get(name) ?? this.#traits(parent, name, attributes)
    known.set(name, traits)
    return traits
  }

  #traits(parent: ElementTraits, name: string, attributes: ReadonlyMap<string, string>): ElementTraits {
    let traits = parent
    const add = (extra: Partial<ElementTraits>): void => {
      traits = { ...traits, ...extra }
    }
    if (HIDDEN.has(name)) add({ isHidden: true })
    else if (name === 'center') add({ isCentered: true })
    else if (BOLD.has(name)) add({ isBold: true })
    else if (ITALIC.has(name)) add({ isItalic: true })
    else if (name === 'blockquote') add({ isQuoted: true })
    else if (name === 'figcaption') add({ skip: 'illustration' })
    else if (name === 'nav') add({ skip: 'contents' })
    if (attributes.size === 0) return traits
    for (const key of ['class', 'id', 'epub:type', 'role']) {
      const value = attributes.get(key)
      if (value !== undefined && value !== '') {
        const said = this.#named(value, key === 'id')
        if (said !== null) add(said)
      }
    }
    const align = attributes.get('align')
    if (align !== undefined) add({ isCentered: /^(?:center|middle)$/i.test(align) })
    const style = attributes.get('style')
    if (style !== undefined) {
      if (/text-align:\s*center/i.test(style)) add({ isCentered: true })
      if (/display:\s*none|visibility:\s*hidden/i.test(style)) add({ isHidden: true })
      if (/font-weight:\s*bold/i.test(style)) add({ isBold: true })
    }
    return traits
  }

  #named(value: string, isId: boolean): Partial<ElementTraits> | null {
    const key = isId ? '#' + value : value
    const known = this.#byName.get(key)
    if (known !== undefined) return Object.keys(known).length === 0 ? null : known
    const said: Partial<ElementTraits> = {}
    for (const part of value.toLowerCase().split(/\s+/)) {
      // An id names one place (`toc1`, `index`, `page_12`): only Gutenberg's own ids say something about the content.
      if (isId) {
        if (/^pg-(?:header|footer|boilerplate)/.test(part)) said.skip = 'boilerplate'
        continue
      }
      const skip = NAME_SKIPS.find(([pattern]) => pattern.test(part))?.[1]
      if (skip !== undefined) said.skip = skip
      if (CENTERED_NAME.test(part) || this.#centered.has(part)) said.isCentered = true
      if (VERSE_NAME.test(part)) said.isVerse = true
      if (QUOTED_NAME.test(part)) said.isQuoted = true
      const level = HEADING_NAME.exec(part)?.[1]
      if (level !== undefined) said.level = Number(level)
    }
    // Ids are as many as anchors: not worth remembering.
    if (!isId) this.#byName.set(key, said)
    return Object.keys(said).length === 0 ? null : said
  }
}
