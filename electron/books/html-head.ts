/** What the head of a document says about the book. */
export interface HtmlHead {
  title: string
  language: string
  meta: Map<string, string>
}

/** Collects a page's title, style sheets and facts, whose text is none of the book's. */
export class HtmlHeadReader {
  readonly head: HtmlHead = { title: '', language: '', meta: new Map() }
  #element: 'title' | 'style' | null = null
  #style = ''

  /** Notes an element that begins; `isInPicture` tells a drawing's title from the page's. */
  open(name: string, attributes: ReadonlyMap<string, string>, isInPicture: boolean): void {
    if (name === 'title' && !isInPicture) this.#element = 'title'
    else if (name === 'style') this.#element = 'style'
    else if (name === 'html') this.head.language ||= attributes.get('lang') ?? attributes.get('xml:lang') ?? ''
    else if (name === 'meta') this.#meta(attributes)
  }

  /** Takes text if it belongs to the head. */
  take(text: () => string): boolean {
    if (this.#element === null) return false
    if (this.#element === 'title') this.head.title += text()
    else this.#style += text()
    return true
  }

  /** Ends an element; a style sheet is handed over. */
  close(name: string, useStyleSheet: (css: string) => void): void {
    if (name === 'style') useStyleSheet(this.#style)
    if (name !== 'title' && name !== 'style') return
    this.#element = null
    this.#style = ''
  }

  /** The head, with its title tidied. */
  finish(): HtmlHead {
    this.head.title = this.head.title.replace(/\s+/g, ' ').trim()
    return this.head
  }

  #meta(attributes: ReadonlyMap<string, string>): void {
    const key = attributes.get('name') ?? attributes.get('property') ?? attributes.get('http-equiv')
    const content = attributes.get('content')
    if (key !== undefined && content !== undefined) this.head.meta.set(key.toLowerCase(), content.trim())
  }
}
