import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { AppError } from '#shared/models/app-error.ts'
import { readBook } from './read-book.ts'

const page = (body: string): string => `<html><body>${body}</body></html>`
const laughs = `<?xml version="1.0"?><!DOCTYPE l [${Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')}]>`

function epub(opf: string, files: Record<string, string> = {}): Uint8Array {
  return zipSync({
    'META-INF/container.xml': strToU8('<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'),
    'p.opf': strToU8(opf),
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
  })
}

function encrypted(): Uint8Array {
  const bytes = zipSync({ 'a.html': strToU8(page('<p>Hello</p>')) })
  bytes[6] = 1
  return bytes
}

const BAD: readonly (readonly [what: string, bytes: () => Uint8Array, code: string])[] = [
  ['an empty file', () => new Uint8Array(), 'book.empty'],
  ['white space', () => strToU8(' \n\n '), 'book.noText'],
  [
    'binary data',
    () => Uint8Array.from({ length: 50_000 }, (_, i) => (i * 7919 + ((i * i) >> 3)) & 255),
    'book.unsupported',
  ],
  ['zeros', () => new Uint8Array(50_000), 'book.unsupported'],
  ['a JSON file', () => strToU8('{"title": "Truth", "chapters": ["One", "Two"]}'), 'book.unsupported'],
  ['a PDF', () => strToU8('%PDF-1.4 x'), 'book.unsupported'],
  ['a JPEG', () => new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1]), 'book.unsupported'],
  ['an Office document', () => zipSync({ '[Content_Types].xml': strToU8('<x/>') }), 'book.unsupported'],
  ['one endless line', () => strToU8('word and '.repeat(600_000)), 'book.endlessParagraph'],
  ['a zip bomb', () => zipSync({ 'a.html': new Uint8Array(30_000_000) }, { level: 9 }), 'book.archiveTooLarge'],
  [
    'a zip of too many files',
    () =>
      zipSync(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i}.html`, new Uint8Array()])), {
        level: 0,
      }),
    'book.archiveTooLarge',
  ],
  [
    'a zip with paths that climb out',
    () => zipSync({ '../../a.html': strToU8(page('<p>Hello</p>')) }),
    'book.unsafeArchive',
  ],
  [
    'a zip that ends too soon',
    () => zipSync({ 'a.html': strToU8(page('<p>Hello</p>'.repeat(9_000))) }).subarray(0, 300),
    'book.damagedArchive',
  ],
  ['an encrypted zip', encrypted, 'book.encrypted'],
  ['an EPUB without a spine', () => epub('<package><manifest/></package>'), 'book.damagedEpub'],
  [
    'an EPUB without a package',
    () => zipSync({ 'META-INF/container.xml': strToU8('<container/>') }),
    'book.damagedEpub',
  ],
  ['an EPUB with 300,000 nested elements', () => epub('<a>'.repeat(300_000)), 'book.damagedEpub'],
]

test.each(BAD)('refuses %s with a reason of one line', (_, bytes, code) => {
  let caught: unknown
  try {
    readBook({ name: 'book.txt', bytes: bytes() })
  } catch (error: unknown) {
    caught = error
  }
  expect(caught).toBeInstanceOf(AppError)
  expect(caught).toMatchObject({ code })
  expect((caught as AppError).message).not.toMatch(/\n|\bat .*\.ts/)
})

const GOOD: readonly (readonly [what: string, bytes: () => Uint8Array])[] = [
  ['100,000 nested elements', () => strToU8(page(`${'<div>'.repeat(100_000)}<p>Hello there my friend.`))],
  [
    '100,000 nested inline elements that close wrongly',
    () => strToU8(page(`${'<b><i>'.repeat(50_000)}Hello there my friend.${'</u></b>'.repeat(50_000)}`)),
  ],
  ['200,000 paragraphs that never close', () => strToU8(page(`${'<p><i>'.repeat(200_000)}Hello there my friend.`))],
  ['an entity bomb', () => strToU8(`${laughs}${page('<p>&l10; Hello there my friend.</p>')}`)],
  [
    'an EPUB with an entity bomb',
    () =>
      epub(
        `${laughs}<package><metadata><title>&l10;</title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>`,
        { 'a.xhtml': page('<p>Hello there my friend.</p>') },
      ),
  ],
  ['entities outside of Unicode', () => strToU8(page('<p>&#xD800; &#x110000; &#0; Hello there my friend.</p>'))],
  [
    '30,000 headings without text',
    () => strToU8(page(`${'<h2>CHAPTER I</h2>'.repeat(30_000)}<p>Hello there my friend.</p>`)),
  ],
]

test.each(GOOD)('reads through %s', (_, bytes) => {
  const book = readBook({ name: 'book.html', bytes: bytes() })
  expect(book.chapters.at(-1)?.paragraphs.at(-1)?.text).toContain('Hello there my friend.')
})
