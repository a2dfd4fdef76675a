import { breather } from './breather.ts'
import { plainText } from './xml-text.ts'

/** An element with its place in the text of its document. */
export interface XmlElement {
  /** As written, prefix included. */
  name: string
  attributes: ReadonlyMap<string, string>
  textStart: number
  textEnd: number
}

/** A well-formed document. */
export interface XmlDocument {
  /** In the order of their opening tags. */
  elements: readonly XmlElement[]
  text: string
}

const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?'
const TOKEN = new RegExp(
  [
    '(?<text>[^<&]+)',
    '(?<reference>&[#\\w]+;)',
    '<!--(?:[^-]|-[^-])*-->',
    '<!DOCTYPE html>',
    `</(?<closed>${NAME})\\s*>`,
    `<(?<opened>${NAME})(?<attributes>(?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(?<empty>/?)>`,
  ].join('|'),
  'y',
)
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*["']([^"']*)["']`, 'g')
const DECLARATION = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n?/
/** Control characters and halves of surrogate pairs. */
const FORBIDDEN = /[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/u
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Reads an XML document as strictly as readers do; throws a SyntaxError that says what is wrong and where. */
export async function readXml(source: string): Promise<XmlDocument> {
  const elements: XmlElement[] = []
  const open: { element: XmlElement; prefixes: ReadonlySet<string> }[] = []
  let text = ''
  let at = DECLARATION.exec(source)?.[0].length ?? 0
  const refuse = (what: string): never => {
    throw new SyntaxError(`${what} in line ${source.slice(0, at).split('\n').length}`)
  }
  if (at === 0) refuse('no XML declaration')
  if (FORBIDDEN.test(source)) refuse('a character that XML forbids')
  const breathe = breather()
  for (let count = 1; at < source.length; count++) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(source)?.groups
    if (token === undefined) return refuse(`"${source.slice(at, at + 20)}" that is not well-formed`)
    const piece = token['text'] ?? (token['reference'] === undefined ? '' : dereference(token['reference'], refuse))
    if (piece.includes(']]>')) refuse('"]]>" in the text')
    if (open.length === 0 && piece.trim() !== '') refuse('text outside the root element')
    text += piece
    if (token['opened'] !== undefined) {
      if (open.length === 0 && elements.length > 0) refuse('a second root element')
      const attributes = attributesOf(token['attributes'] ?? '', refuse)
      const element = { name: token['opened'], attributes, textStart: text.length, textEnd: text.length }
      const prefixes = prefixesOf(element, open.at(-1)?.prefixes ?? new Set(['xml', 'xmlns']), refuse)
      elements.push(element)
      if (token['empty'] === '') open.push({ element, prefixes })
    }
    if (token['closed'] !== undefined) {
      const element = open.pop()?.element
      if (element?.name !== token['closed']) return refuse(`</${token['closed']}> closing <${element?.name ?? ''}>`)
      element.textEnd = text.length
    }
    at = TOKEN.lastIndex
    if (count % 500 === 0) await breathe()
  }
  if (open.length > 0 || elements.length === 0) refuse(`no end of <${open.at(-1)?.element.name ?? ''}>`)
  return { elements, text }
}

/** The plain text inside an element. */
export function textIn({ text }: XmlDocument, { textStart, textEnd }: XmlElement): string {
  return plainText(text.slice(textStart, textEnd))
}

type Refuse = (what: string) => never

function attributesOf(source: string, refuse: Refuse): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', value = ''] of source.matchAll(ATTRIBUTE)) {
    if (attributes.has(name)) refuse(`${name} twice in one tag`)
    attributes.set(
      name,
      value.replace(/&[^;]*;?/g, (reference) => dereference(reference, refuse)),
    )
  }
  return attributes
}

function prefixesOf(
  { name, attributes }: Pick<XmlElement, 'name' | 'attributes'>,
  known: ReadonlySet<string>,
  refuse: Refuse,
): ReadonlySet<string> {
  const declared = [...attributes.keys()].filter((key) => key.startsWith('xmlns:')).map((key) => key.slice(6))
  const prefixes = declared.length === 0 ? known : new Set([...known, ...declared])
  for (const used of [name, ...attributes.keys()]) {
    const [prefix, local] = used.split(':')
    if (local !== undefined && !prefixes.has(prefix ?? '')) refuse(`an undeclared prefix, ${used},`)
  }
  return prefixes
}

function dereference(reference: string, refuse: Refuse): string {
  const character = ENTITIES[reference.slice(1, -1)]
  const code = /^&#(?:x([\da-fA-F]{1,6})|(\d{1,7}));$/.exec(reference)
  if (character !== undefined) return character
  return code
    ? String.fromCodePoint(parseInt(code[1] ?? code[2] ?? '', code[1] === undefined ? 10 : 16))
    : refuse(`an unknown ${reference}`)
}
