import type { BookCover, BookFormat, SourceDocument } from '#shared/models/book.ts'
import { AppError } from '#shared/models/app-error.ts'
import { linkTarget } from './archive-path.ts'
import { BlockBuilder } from './block-builder.ts'
import { decodeText } from './decode.ts'
import { readEpubPackage } from './epub-package.ts'
import { readHtmlBlocks } from './html-blocks.ts'
import type { HtmlHead } from './html-head.ts'
import { NO_DECLARED } from './metadata.ts'
import type { DeclaredFacts } from './metadata.ts'
import type { OpenedSource } from './read-book.ts'
import { notABook, sniffBytes, sniffText } from './sniff-format.ts'
import { readTextBlocks } from './text-blocks.ts'
import { readXmlElements } from './xml-elements.ts'
import { openZip } from './zip.ts'
import type { ZipArchive } from './zip.ts'

const MAX_FILE_BYTES = 200_000_000
const MAX_PARAGRAPH = 2_000_000

/** Opens a file of any supported format, found out from its content, as a stream of blocks. */
export function openSource(file: { name: string; bytes: Uint8Array }): OpenedSource {
  if (file.bytes.length > MAX_FILE_BYTES) {
    throw new AppError(
      'book.tooLarge',
      `"${file.name}" has ${Math.round(file.bytes.length / 1e6)} MB; a book has at most 200.`,
    )
  }
  const opened =
    sniffBytes(file.bytes, file.name) === 'zip' ? openArchive(file) : openDocuments('html', [file], file.name)
  const endless = opened.stream.blocks.find((block) => block.text.length > MAX_PARAGRAPH)
  if (endless !== undefined) {
    throw new AppError(
      'book.endlessParagraph',
      `"${file.name}" has a paragraph of ${endless.text.length} characters; a book's text has line or paragraph breaks.`,
    )
  }
  return opened
}

function openArchive(file: { name: string; bytes: Uint8Array }): OpenedSource {
  const archive = openZip(file.bytes, file.name)
  const names = archive.entries.map(({ name }) => name)
  if (names.includes('META-INF/container.xml') || names.some((name) => name.endsWith('.opf')))
    return openEpub(archive, file.name)
  if (names.includes('[Content_Types].xml')) throw notABook(file.name, 'an Office document')
  const pages = names.filter((name) => /\.(?:x?html?)$/i.test(name) && !/__MACOSX/.test(name))
  const texts = names.filter((name) => /\.(?:txt|text|utf-?8)$/i.test(name) && !/__MACOSX/.test(name))
  const chosen = pages.length > 0 ? pages : largestFirst(archive, texts).slice(0, 1)
  if (chosen.length === 0)
    throw new AppError('book.noText', `"${file.name}" holds no HTML and no text; import a book's zip.`)
  const contents = archive.read(chosen)
  const opened = openDocuments(
    'html',
    chosen.flatMap((name) => fileOf(contents, name)),
    file.name,
  )
  return { ...opened, format: 'zip' }
}

function openEpub(archive: ZipArchive, fileName: string): OpenedSource {
  const epub = readEpubPackage(archive, fileName)
  const contents = archive.read([
    ...epub.spine,
    ...epub.outside,
    ...(epub.navigation === null ? [] : [epub.navigation]),
  ])
  const spine = epub.spine.flatMap((name) => fileOf(contents, name))
  const opened = openDocuments(
    'epub',
    spine,
    fileName,
    epub.outside.flatMap((name) => fileOf(contents, name)),
  )
  addNavigation(opened, epub.navigation, contents)
  return { ...opened, declared: epub.facts, sourceUrl: null, cover: readCover(archive, epub.cover) }
}

function fileOf(contents: ReadonlyMap<string, Uint8Array>, name: string): { name: string; bytes: Uint8Array }[] {
  const bytes = contents.get(name)
  return bytes === undefined ? [] : [{ name, bytes }]
}

function openDocuments(
  format: BookFormat,
  files: readonly { name: string; bytes: Uint8Array }[],
  fileName: string,
  outside: readonly { name: string; bytes: Uint8Array }[] = [],
): OpenedSource {
  const documents: SourceDocument[] = []
  const texts: string[] = []
  let length = 0
  for (const { name, bytes } of [...files, ...outside]) {
    const { text, encoding } = decodeText(bytes)
    documents.push({ name, encoding, source: { start: length, end: length + text.length } })
    texts.push(text)
    length += text.length
  }
  const source = texts.length === 1 ? (texts[0] ?? '') : texts.join('')
  const stream = new BlockBuilder(source)
  let head: HtmlHead | null = null
  let found: BookFormat = format
  for (const [index, document] of documents.slice(0, files.length).entries()) {
    const { start, end } = document.source
    if (format !== 'epub' && sniffText(source.slice(start, Math.min(end, start + 20_000)), fileName) === 'text') {
      found = 'text'
      readTextBlocks(source, start, end, stream)
    } else {
      const name = documents.length === 1 ? '' : document.name
      const read = readHtmlBlocks({ source, start, end, document: index, name }, stream)
      head ??= read
    }
  }
  const first = documents[files.length]?.source.start ?? length
  return {
    format: found,
    source,
    documents,
    stream,
    declared: declaredBy(head),
    sourceUrl: null,
    cover: null,
    outsideCharacters: length - first,
  }
}

function declaredBy(head: HtmlHead | null): DeclaredFacts {
  if (head === null) return NO_DECLARED
  const meta = (name: string): string => head.meta.get(name) ?? ''
  return {
    ...NO_DECLARED,
    identifiers: [meta('dcterms.source'), meta('dc.identifier'), meta('og:url')].filter((text) => text !== ''),
    title: meta('dc.title') || meta('og:title') || head.title,
    author: meta('dc.creator') || meta('author') || meta('marcrel.aut'),
    translator: meta('marcrel.trl'),
    language: meta('dc.language') || head.language,
  }
}

/** The package's own table of contents, as links to headings. */
function addNavigation(opened: OpenedSource, path: string | null, contents: ReadonlyMap<string, Uint8Array>): void {
  const bytes = path === null ? undefined : contents.get(path)
  if (path === null || bytes === undefined) return
  for (const { name, attributes } of readXmlElements(decodeText(bytes).text)) {
    const href = name === 'content' ? attributes.get('src') : name === 'a' ? attributes.get('href') : undefined
    if (href === undefined) continue
    opened.stream.links.push({ from: -1, target: linkTarget(path, href) })
  }
}

function readCover(archive: ZipArchive, path: string | null): BookCover | null {
  const bytes = path === null ? undefined : archive.read([path]).get(path)
  if (bytes === undefined) return null
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { mediaType: 'image/jpeg', bytes }
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return { mediaType: 'image/png', bytes }
  return null
}

function largestFirst(archive: ZipArchive, names: readonly string[]): string[] {
  const sizes = new Map(archive.entries.map(({ name, bytes }) => [name, bytes]))
  return [...names].sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0))
}
