import { Tokenizer } from 'htmlparser2'

/** An element of a small XML file, without its tree: attributes and the text up to its end. */
export interface XmlElement {
  /** Local name, lower case, without a prefix. */
  name: string
  attributes: Map<string, string>
  text: string
  depth: number
}

const MAX_ELEMENTS = 100_000

/** Lists the elements of an XML document in order. Entities that it defines itself are not expanded. */
export function readXmlElements(source: string): XmlElement[] {
  const elements: XmlElement[] = []
  const open: XmlElement[] = []
  let current: XmlElement = { name: '', attributes: new Map(), text: '', depth: 0 }
  let attribute = ''
  let value = ''
  const start = (isEmpty: boolean): void => {
    current.depth = open.length
    if (elements.length >= MAX_ELEMENTS) return
    elements.push(current)
    if (!isEmpty) open.push(current)
  }
  const addText = (text: string): void => {
    const element = open.at(-1)
    if (element !== undefined && element.text.length < 2000) element.text += text
  }
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: true },
    {
      onopentagname: (from, to) =>
        (current = { name: localName(source.slice(from, to)), attributes: new Map(), text: '', depth: 0 }),
      onattribname: (from, to) => ((attribute = source.slice(from, to).toLowerCase()), (value = '')),
      onattribdata: (from, to) => (value += source.slice(from, to)),
      onattribentity: (codepoint) => (value += String.fromCodePoint(codepoint)),
      onattribend: () => current.attributes.set(attribute, value),
      onopentagend: () => start(false),
      onselfclosingtag: () => start(true),
      onclosetag: () => open.pop(),
      ontext: (from, to) => addText(source.slice(from, to)),
      ontextentity: (codepoint) => addText(String.fromCodePoint(codepoint)),
      oncdata: (from, to) => addText(source.slice(from, to)),
      oncomment: () => undefined,
      ondeclaration: () => undefined,
      onprocessinginstruction: () => undefined,
      onend: () => undefined,
    },
  )
  tokenizer.write(source)
  tokenizer.end()
  return elements
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase()
}
