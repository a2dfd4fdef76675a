/** Why text is not spoken. The names appear in a book's `skipped`. */
export type SkipKind =
  | 'markup'
  | 'whitespace'
  | 'boilerplate'
  | 'contents'
  | 'heading'
  | 'footnote'
  | 'footnoteMark'
  | 'pageNumber'
  | 'sidenote'
  | 'illustration'
  | 'sceneBreak'
  | 'frontMatter'
  | 'backMatter'
  | 'transcriberNote'
  | 'credits'
  | 'index'
  | 'ornament'
  | 'notInSpine'

/** A stretch of text between two paragraph boundaries, with what its surroundings say about it. */
export interface Block {
  /** White space folded to single blanks, none at the ends. Empty for a scene break that has no text. */
  text: string
  /** Source span from the first to behind the last character of the text. */
  start: number
  end: number
  /** The block's slice of the shared `RunMap`. */
  runsFrom: number
  runsTo: number
  /** Offsets in the text where a new line of the source begins (wrapped text, `<br>`, table cells). */
  breaks: number[] | null
  /** 1–6 for h1–h6, else 0. */
  level: number
  isCentered: boolean
  isBold: boolean
  isItalic: boolean
  isVerse: boolean
  isQuoted: boolean
  isListItem: boolean
  /** A rule, a row of stars or an otherwise empty separator. */
  isBreak: boolean
  /** Blank lines before it; in HTML an estimate from margins and rules. */
  gap: number
  /** Narrowest indentation of its lines, in blanks. */
  indent: number
  /** Characters inside links to other places of the book. */
  linked: number
  /** Set as soon as it is known that the block is not spoken. */
  skip: SkipKind | null
  document: number
}

/** A link inside the book: from the contents list or a navigation document to a heading. */
export interface BookLink {
  /** Block that carries the link; -1 for a navigation document. */
  from: number
  /** Place that it points to: `document name#id`. */
  target: string
}

/** What a format's reader hands to the rules that find the chapters. */
export interface BlockStream {
  blocks: Block[]
  links: BookLink[]
  /** `document name#id` → index of the block at or behind that place. */
  anchors: Map<string, number>
  /** Skipped inside blocks, by kind. */
  inlineSkipped: Map<SkipKind, number>
}

/** The pieces of a text that begin at its line breaks. */
export function linesOf(block: Block): string[] {
  if (block.breaks === null) return [block.text]
  const lines: string[] = []
  let from = 0
  for (const at of block.breaks) {
    lines.push(block.text.slice(from, at).trim())
    from = at
  }
  lines.push(block.text.slice(from).trim())
  return lines.filter((line) => line !== '')
}
