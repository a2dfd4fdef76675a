import { AppError } from '#shared/models/app-error.ts'
import { resolvePath } from './archive-path.ts'
import { decodeText } from './decode.ts'
import { NO_DECLARED } from './metadata.ts'
import type { DeclaredFacts } from './metadata.ts'
import { readXmlElements } from './xml-elements.ts'
import type { XmlElement } from './xml-elements.ts'
import type { ZipArchive } from './zip.ts'

/** What an EPUB's package document says: facts, reading order, pictures. */
export interface EpubPackage {
  facts: DeclaredFacts
  sourceUrl: string | null
  /** Paths of the documents in reading order. */
  spine: string[]
  /** Further text documents that no reader would meet in order. */
  outside: string[]
  navigation: string | null
  cover: string | null
}

const TEXT_TYPES = new Set(['application/xhtml+xml', 'text/html', 'text/x-oeb1-document', 'application/xml'])

/** Reads container and package document. */
export function readEpubPackage(archive: ZipArchive, fileName: string): EpubPackage {
  refuseLocked(archive, fileName)
  const path = packagePath(archive, fileName)
  const bytes = archive.read([path]).get(path)
  if (bytes === undefined) throw damaged(fileName, 'its package document is missing')
  const elements = readXmlElements(decodeText(bytes).text)
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''
  const has = new Set(archive.entries.map(({ name }) => name))
  const items = new Map<string, { path: string; type: string; properties: string }>()
  for (const { name, attributes } of elements) {
    const href = attributes.get('href')
    if (name !== 'item' || href === undefined) continue
    const target = resolvePath(folder, href)
    if (has.has(target)) {
      items.set(attributes.get('id') ?? href, {
        path: target,
        type: attributes.get('media-type') ?? '',
        properties: attributes.get('properties') ?? '',
      })
    }
  }
  const spine = [...new Set(spinePaths(elements, items))]
  if (spine.length === 0) throw damaged(fileName, 'it names no document to read (no spine)')
  const texts = [...items.values()].filter(({ type }) => TEXT_TYPES.has(type)).map((item) => item.path)
  return {
    facts: factsOf(elements),
    sourceUrl: textOf(elements, 'source').find((text) => /^https?:/.test(text)) ?? null,
    spine,
    outside: texts.filter((text) => !spine.includes(text)),
    navigation:
      [...items.values()].find(({ properties }) => /\bnav\b/.test(properties))?.path ??
      [...items.values()].find(({ type }) => type === 'application/x-dtbncx+xml')?.path ??
      null,
    cover: coverOf(elements, items),
  }
}

function refuseLocked(archive: ZipArchive, fileName: string): void {
  const name = 'META-INF/encryption.xml'
  const bytes = archive.read([name]).get(name)
  if (bytes === undefined) return
  const isLocked = readXmlElements(decodeText(bytes).text).some(
    (element) => element.name === 'cipherreference' && /\.(?:x?html?|xml)$/i.test(element.attributes.get('uri') ?? ''),
  )
  if (isLocked) throw new AppError('book.encrypted', `"${fileName}" is protected by DRM; import a copy without it.`)
}

function packagePath(archive: ZipArchive, fileName: string): string {
  const name = 'META-INF/container.xml'
  const bytes = archive.read([name]).get(name)
  const declared =
    bytes === undefined
      ? undefined
      : readXmlElements(decodeText(bytes).text)
          .find((element) => element.name === 'rootfile')
          ?.attributes.get('full-path')
  const path = declared ?? archive.entries.find((entry) => entry.name.endsWith('.opf'))?.name
  if (path === undefined) throw damaged(fileName, 'it has no package document')
  return path
}

function spinePaths(
  elements: readonly XmlElement[],
  items: ReadonlyMap<string, { path: string; type: string }>,
): string[] {
  const paths: string[] = []
  for (const { name, attributes } of elements) {
    const item = name === 'itemref' ? items.get(attributes.get('idref') ?? '') : undefined
    if (item !== undefined && (TEXT_TYPES.has(item.type) || /\.(?:x?html?|xml)$/i.test(item.path)))
      paths.push(item.path)
  }
  return paths
}

function factsOf(elements: readonly XmlElement[]): DeclaredFacts {
  const roles = new Map<string, string>()
  for (const { name, attributes, text } of elements) {
    if (name === 'meta' && attributes.get('property') === 'role')
      roles.set((attributes.get('refines') ?? '').replace('#', ''), text.trim())
  }
  const roleOf = ({ attributes }: XmlElement): string =>
    attributes.get('opf:role') ?? roles.get(attributes.get('id') ?? '') ?? ''
  const people = elements.filter(({ name }) => name === 'creator' || name === 'contributor')
  const authors = people.filter((person) => person.name === 'creator' && /^(?:aut)?$/.test(roleOf(person)))
  return {
    ...NO_DECLARED,
    identifiers: [...textOf(elements, 'identifier'), ...textOf(elements, 'source')],
    title: textOf(elements, 'title')[0] ?? '',
    author: authors.map(({ text }) => text.trim()).join(', '),
    translator: people
      .filter((person) => roleOf(person) === 'trl')
      .map(({ text }) => text.trim())
      .join(', '),
    language: textOf(elements, 'language')[0] ?? '',
    rights: textOf(elements, 'rights')[0] ?? '',
  }
}

function textOf(elements: readonly XmlElement[], name: string): string[] {
  return elements
    .filter((element) => element.name === name && element.text.trim() !== '')
    .map(({ text }) => text.trim())
}

function coverOf(
  elements: readonly XmlElement[],
  items: ReadonlyMap<string, { path: string; type: string; properties: string }>,
): string | null {
  const declared = elements
    .find(({ name, attributes }) => name === 'meta' && attributes.get('name') === 'cover')
    ?.attributes.get('content')
  const cover =
    [...items.values()].find(({ properties }) => /\bcover-image\b/.test(properties)) ?? items.get(declared ?? '')
  return cover !== undefined && /^image\/(?:jpe?g|png)$/.test(cover.type) ? cover.path : null
}

function damaged(fileName: string, what: string): AppError {
  return new AppError('book.damagedEpub', `"${fileName}" is a damaged EPUB: ${what}. Download it again.`)
}
