import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { Book } from '#shared/models/book.ts'
import { gutenbergPage, gutenbergText, pages, prose } from './book-shapes.ts'
import { readBook } from './read-book.ts'

const read = (bytes: Uint8Array | string, name = 'book.txt'): Book =>
  readBook({ name, bytes: typeof bytes === 'string' ? strToU8(bytes) : bytes })
const texts = (book: Book): string[] => book.chapters.flatMap(({ paragraphs }) => paragraphs.map(({ text }) => text))
const skipped = (book: Book, kind: string): number => book.skipped.find((entry) => entry.kind === kind)?.characters ?? 0

function spokenAndSkipped(book: Book): number {
  let sum = 0
  for (const text of texts(book)) sum += text.length
  for (const { characters } of book.skipped) sum += characters
  return sum
}

function epub(files: Record<string, string>, options: { spine?: string[]; metadata?: string } = {}): Uint8Array {
  const spine = options.spine ?? Object.keys(files)
  const items = Object.keys(files).map(
    (name, at) => `<item id="i${at}" href="${name}" media-type="application/xhtml+xml"/>`,
  )
  const refs = spine.map((name) => `<itemref idref="i${Object.keys(files).indexOf(name)}"/>`)
  const opf = `<?xml version="1.0"?><package version="3.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>${options.metadata ?? '<dc:title>The Harbour</dc:title><dc:creator>A. Writer</dc:creator><dc:language>en</dc:language>'}</metadata>
<manifest>${items.join('')}<item id="cover" href="c.png" media-type="image/png" properties="cover-image"/></manifest><spine>${refs.join('')}</spine></package>`
  return zipSync({
    mimetype: strToU8('application/epub+zip'),
    'META-INF/container.xml': strToU8(
      '<container><rootfiles><rootfile full-path="OEBPS/p.opf"/></rootfiles></container>',
    ),
    'OEBPS/p.opf': strToU8(opf),
    'OEBPS/c.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]),
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`OEBPS/${name}`, strToU8(text)])),
  })
}

const page = (body: string): string =>
  `<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>${body}</body></html>`

test('reads the facts of the header', () => {
  const book = read(
    gutenbergText(
      `THE HARBOUR\n\nBy A. Writer\n\nTranslated by Jane Roe\n\nLONDON 1887\n\n\nCHAPTER I\n\n${prose(1)}\n\n\nCHAPTER II\n\n${prose(2)}`,
      { title: 'The Harbour', author: 'Ann Writer', id: 98 },
    ),
  )
  expect(book).toMatchObject({
    bookId: 'pg98',
    gutenbergId: 98,
    title: 'The Harbour',
    author: 'Ann Writer',
    language: 'en',
    translator: 'Jane Roe',
    publicationYear: 1887,
    format: 'text',
    sourceUrl: 'https://www.gutenberg.org/ebooks/98',
  })
})

test('names a book without a Gutenberg number by the hash of its file', () => {
  const bytes = strToU8(`CHAPTER I\n\n${prose(1)}\n\n\nCHAPTER II\n\n${prose(2)}`)
  expect(read(bytes, 'mine.txt').bookId).toBe(`x${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`)
})

const WORDS = 'Él había visto “l’été” à Köln — déjà vu.'
const story = (text: string): string =>
  `CHAPTER I\r\n\r\n${text}\r\n\r\n${prose(1)}\r\n\r\n\r\nCHAPTER II\r\n\r\n${prose(2)}`
const wide = (text: string, isBig: boolean): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), !isBig)
  return bytes
}
const ansi = (text: string): Uint8Array =>
  Uint8Array.from(
    text.split(/(?:)/u),
    (letter) => ({ '“': 0x93, '”': 0x94, '’': 0x92, '—': 0x97 })[letter] ?? letter.charCodeAt(0),
  )

test.each([
  ['UTF-8', strToU8(story(WORDS)), 'utf-8'],
  ['UTF-8 with a byte order mark', strToU8('\uFEFF' + story(WORDS)), 'utf-8'],
  ['UTF-16 LE with a mark', wide('\uFEFF' + story(WORDS), false), 'utf-16le'],
  ['UTF-16 BE with a mark', wide('\uFEFF' + story(WORDS), true), 'utf-16be'],
  ['UTF-16 LE without a mark', wide(story(WORDS), false), 'utf-16le'],
  ['UTF-16 BE without a mark', wide(story(WORDS), true), 'utf-16be'],
  ['Windows-1252', ansi(story(WORDS)), 'windows-1252'],
  ['Windows-1252 that says it is UTF-8', ansi(`Character set encoding: UTF-8\r\n\r\n${story(WORDS)}`), 'windows-1252'],
])('reads text in %s', (_, bytes, encoding) => {
  const book = read(bytes)
  expect(texts(book)[0]).toBe(WORDS)
  expect(book.documents[0]?.encoding).toBe(encoding)
})

test('believes valid UTF-8 more than a page that declares Latin-1', () => {
  const book = read(
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head><body><h2>CHAPTER I</h2><p>${WORDS}</p>${pages(1)}<h2>CHAPTER II</h2>${pages(2)}</body></html>`,
  )
  expect(texts(book)[0]).toBe(WORDS)
})

test('restores a drop capital from the picture that shows it', () => {
  const book = read(
    gutenbergPage(
      `<h2>CHAPTER I</h2><p><img class="dropcap" src="t.png" alt="T" />he day was “long”.</p>${pages(1)}<h2>CHAPTER II</h2>${pages(2)}`,
    ),
  )
  expect(texts(book)[0]).toBe('The day was “long”.')
})

test('restores a drop capital that floats in a box of its own', () => {
  const book = read(
    gutenbergPage(
      `<h2>CHAPTER I</h2>\n<div class="figleft"><img src="w.png" alt="W"></div>\n<p>\nhen the day came.</p>${pages(1)}<h2>CHAPTER II</h2>${pages(2)}`,
    ),
  )
  expect(texts(book)[0]).toBe('When the day came.')
})

test('reads a heading that is a picture from what the picture says', () => {
  const book = read(
    gutenbergPage(
      `<h2><img src="1.png" alt="CHAPTER I: The Sea"></h2>${pages(1)}<h2><img src="2.png" alt="CHAPTER II: The Land"></h2>${pages(2)}`,
    ),
  )
  expect(book.chapters.map(({ title }) => title)).toEqual(['CHAPTER I: The Sea', 'CHAPTER II: The Land'])
  expect(spokenAndSkipped(book)).toBe(book.sourceCharacters)
})

test('keeps notes, page numbers, captions and side notes out of the text and in the account', () => {
  const book = read(
    gutenbergPage(`<h2>CHAPTER I</h2><p>The day<a id="r1" href="#f1" class="fnanchor">[1]</a> was <span class="pagenum">[Pg 12]</span>long<sup><a href="#f2">2</a></sup>.</p>
<div class="figcenter"><img src="a.jpg" alt="A ship"><p class="caption">The ship</p></div><p><span class="sidenote">A voyage</span>They sailed.</p>${pages(1)}
<h2>CHAPTER II</h2>${pages(2)}<div class="footnotes"><h3>FOOTNOTES:</h3><p><a id="f1" href="#r1">[1]</a> A note.</p></div>`),
  )
  expect(texts(book).slice(0, 2)).toEqual(['The day was long.', 'They sailed.'])
  for (const kind of ['footnoteMark', 'pageNumber', 'illustration', 'sidenote', 'footnote'])
    expect(skipped(book, kind), kind).toBeGreaterThan(0)
})

test('keeps the notes of plain text out of it', () => {
  const book = read(
    gutenbergText(
      `CHAPTER I\n\nThe _day_[1] was long[A], said Anna. [Illustration: A ship]\n\n[Footnote A: A second\nnote.]\n\n  [1] A note.\n\n${prose(1)}\n\n\nCHAPTER II\n\n[Sidenote: At sea]\n\n[Illustration:\n\nThe ship\n\nsails]\n\nThey sailed.\n\n${prose(2)}`,
    ),
  )
  expect(texts(book)[0]).toBe('The day was long, said Anna.')
  expect(book.chapters[1]?.paragraphs[0]?.text).toBe('They sailed.')
})

test('opens a paragraph group behind a scene break and says nothing of the stars', () => {
  const book = read(
    gutenbergText(
      `CHAPTER I\n\n${prose(1, 2)}\n\n       *       *       *       *       *\n\n${prose(3, 2)}\n\n\nCHAPTER II\n\n${prose(2)}`,
    ),
  )
  expect(book.chapters[0]?.paragraphs.map(({ startsGroup }) => startsGroup)).toEqual([false, false, true, false])
  expect(skipped(book, 'sceneBreak')).toBe('* * * * *'.length)
})

test('joins wrapped lines and the lines of a verse with single blanks', () => {
  const book = read(
    gutenbergPage(
      `<h2>CHAPTER I</h2><p>One&nbsp;&nbsp;two<br/>three\n   four&mdash;five</p>${pages(1)}<h2>CHAPTER II</h2>${pages(2)}`,
    ),
  )
  expect(texts(book)[0]).toBe('One two three four—five')
})

test('reads an EPUB in the order of its spine and accounts for what stands outside', () => {
  const bytes = epub(
    {
      'two.xhtml': page(`<h2>CHAPTER II</h2>${pages(2)}`),
      'one.xhtml': page(`<h2>CHAPTER I</h2>${pages(1)}`),
      'extra.xhtml': page('<p>Extra</p>'),
    },
    { spine: ['one.xhtml', 'two.xhtml'] },
  )
  const book = read(bytes, 'b.epub')
  expect(book.chapters.map(({ title }) => title)).toEqual(['CHAPTER I', 'CHAPTER II'])
  expect(book).toMatchObject({ format: 'epub', author: 'A. Writer', cover: { mediaType: 'image/png' } })
  expect(skipped(book, 'notInSpine')).toBe(page('<p>Extra</p>').length)
  expect(spokenAndSkipped(book)).toBe(book.sourceCharacters)
})

test('reads a zipped page and a zipped text', () => {
  const body = `<h2>CHAPTER I</h2>${pages(1)}<h2>CHAPTER II</h2>${pages(2)}`
  expect(
    read(zipSync({ '98-h/98-h.htm': gutenbergPage(body), '98-h/images/a.jpg': new Uint8Array([0xff, 0xd8]) }), 'b.zip'),
  ).toMatchObject({ format: 'zip', chapters: { length: 2 } })
  expect(
    read(zipSync({ '98-0.txt': gutenbergText(`CHAPTER I\n\n${prose(1)}\n\n\nCHAPTER II\n\n${prose(2)}`) }), 'b.zip'),
  ).toMatchObject({ format: 'zip', chapters: { length: 2 } })
})

test('maps every character of a paragraph and every chunk to its place in the source', () => {
  const source = new TextDecoder().decode(
    gutenbergPage(
      `<h2>CHAPTER I</h2><p>Tom &amp; <i>Anna</i>\n  said &ldquo;yes&rdquo;.[3] Then they went&hellip; home &#8212; slowly.</p>${pages(1, 9)}<h2>CHAPTER II</h2>${pages(2)}`,
    ),
  )
  const book = read(source)
  for (const { paragraphs, chunks } of book.chapters) {
    for (const { text, source: range } of paragraphs) {
      expect(range.end).toBeGreaterThan(range.start)
      if (!/[&[]/.test(source.slice(range.start, range.end)))
        expect(
          source
            .slice(range.start, range.end)
            .replace(/<[^>]*>/g, '')
            .replace(/\s+/g, ' '),
        ).toBe(text)
    }
    for (const { text, source: range } of chunks)
      expect(source.slice(range.start, range.start + 1)).toBe(text.charAt(0) === '“' ? '&' : text.charAt(0))
  }
})

const bit = fc.oneof(
  fc.constantFrom(
    '<p>',
    '</p>',
    '<br>',
    '<h2>',
    '</h2>',
    '<i>',
    '</i>',
    '<div class="footnote">',
    '</div>',
    '<span class="pagenum">',
    '</span>',
    '<img alt="T">',
    '<hr>',
    '&amp;',
    '&nbsp;',
    '&rdquo;',
    '&bogus;',
    '<pre>',
    '</pre>',
    '<!-- x -->',
    '<a href="#n">[1]</a>',
    '\n',
    '\r\n\r\n',
    '  ',
    '[Illustration: x]',
    '[12]',
    '* * *',
    '<',
    '>',
    '&',
    '𝔸',
    '\u00ad',
    '<td>',
    '</table>',
    '<sup>2</sup>',
  ),
  fc.constantFrom('CHAPTER I', 'CHAPTER II.', 'The day was long.', 'He said: “Go!”', prose(3, 1)),
)

test('accounts for every character of any page', () => {
  fc.assert(
    fc.property(fc.array(bit, { maxLength: 60 }), (bits) => {
      const book = read(`<html><body><p>Once upon a time.</p>${bits.join('')}<p>${prose(5, 1)}</p></body></html>`)
      expect(spokenAndSkipped(book)).toBe(book.sourceCharacters)
      for (const { characters } of book.skipped) expect(characters).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})

test('accounts for every character of any text', () => {
  const line = fc.constantFrom(
    '',
    '',
    'CHAPTER I',
    'II.',
    '_A_ line of __text__ with [3] marks',
    '    [3] A note.',
    '[Illustration: a',
    'b]',
    ' *  *  *',
    '\tA tab\r',
    prose(2, 1),
    'CONTENTS',
    'THE END',
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const book = read(`Once upon a time there was a king.\n${lines.join('\n')}\n\n${prose(5, 1)}`)
      expect(spokenAndSkipped(book)).toBe(book.sourceCharacters)
      for (const { characters } of book.skipped) expect(characters).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})

test.each(['six-fables.html', 'the-yellow-wallpaper.htm'])('reads the sample %s', (name) => {
  const book = read(readFileSync(`foundry/samples/${name}`), name)
  expect(book.chapters.length).toBe(name.startsWith('six') ? 6 : 1)
  expect(texts(book).join(' ')).not.toMatch(/gutenberg/i)
})
