import { expect, test } from 'vitest'
import { gutenbergPage, gutenbergText, pages, prose } from './book-shapes.ts'
import { readBook } from './read-book.ts'

function read(bytes: Uint8Array) {
  return readBook({ name: 'x.txt', bytes })
}

function outline(bytes: Uint8Array): string[] {
  return read(bytes).chapters.map(
    ({ title, part, kind }) => `${kind === 'chapter' ? '' : `(${kind}) `}${part === null ? '' : `${part} > `}${title}`,
  )
}

const GAP = '\n\n\n\n\n'
const numbered = (units: readonly string[], gap = GAP): string =>
  units.map((unit, index) => `${unit}\n\n\n${prose(index)}`).join(gap)

const TALES = ['THE RAIN', 'VON KEMPELEN AND HIS FIND', 'THE LAST BIRD', 'BY THE RIVER']

const TEXTS: readonly { shape: string; body: string; expected: string[] }[] = [
  {
    shape: 'a contents of bare numbers and nothing between it and the first of them',
    body: `DARK WATER\n\nBy A. Writer\n\n\nContents\n\n I\n II\n III${GAP}${numbered(['I', 'II', 'III'])}`,
    expected: ['I', 'II', 'III'],
  },
  {
    shape: 'a contents that sums each chapter up',
    body: `CONTENTS.\n\n\nINTRODUCTION.\n\n\n${['A. Rain', 'B. Snow', 'C. Sun'].map((t, n) => `CHAPTER ${n + 1}. ${t.slice(3)}.\n\nCauses of the weather. ${prose(60 + n, 1)}`).join('\n\n')}${GAP}INTRODUCTION.\n\n\n${prose(50)}${GAP}${numbered(['CHAPTER 1. Rain.', 'CHAPTER 2. Snow.', 'CHAPTER 3. Sun.'])}`,
    expected: ['(introduction) INTRODUCTION', 'CHAPTER 1. Rain', 'CHAPTER 2. Snow', 'CHAPTER 3. Sun'],
  },
  {
    shape: 'a list under a heading that nobody knows',
    body: `Herein is Written\n\n The Forethought\n I. Of Rain\n II. Of Snow\n III. Of Sun\n${GAP}The Forethought\n\n\n${prose(50)}${GAP}${numbered(['I.\nOf Rain', 'II.\nOf Snow', 'III.\nOf Sun'])}`,
    expected: ['The Forethought', 'I. Of Rain', 'II. Of Snow', 'III. Of Sun'],
  },
  {
    shape: 'chapters listed below each part by their bare numbers, before the preface',
    body: `Contents\n\n THE PUBLISHER TO THE READER.\n${['I. A VOYAGE', 'II. A RETURN'].map((part) => ` PART ${part}\n CHAPTER I.\n CHAPTER II.`).join('\n')}${GAP}THE PUBLISHER TO THE READER.\n\n\n${prose(50)}${GAP}${['I. A VOYAGE', 'II. A RETURN'].map((part, n) => `PART ${part}.${GAP}${['I', 'II'].map((c, m) => `CHAPTER ${c}.\n\n\nThe author tells of himself and his family.  He goes to sea.\n\n\n${prose(n * 2 + m)}`).join('\n\n\n\n')}`).join(GAP)}`,
    expected: [
      '(introduction) THE PUBLISHER TO THE READER',
      'PART I. A VOYAGE > CHAPTER I',
      'PART I. A VOYAGE > CHAPTER II',
      'PART II. A RETURN > CHAPTER I',
      'PART II. A RETURN > CHAPTER II',
    ],
  },
  {
    shape: 'tales of which some have numbers inside, and titles like names',
    body: `Contents\n\n${TALES.map((t) => ` ${t}`).join('\n')}${GAP}${TALES.map((t, n) => `${t}\n\n\n${n % 2 === 0 ? ['I', 'II', 'III', 'IV'].map((i, m) => `${i}\n\n${prose(n * 9 + m)}`).join('\n\n\n') : prose(n * 9, 12)}`).join(GAP)}`,
    expected: TALES,
  },
  {
    shape: 'a contents behind the last tale',
    body: `${numbered(TALES, '\n\n\n\n')}${GAP}CONTENTS\n\n\n${TALES.map((t, n) => `${t}     ${n * 9}`).join('\n')}`,
    expected: TALES,
  },
  {
    shape: 'number words that the reader does not know',
    body: numbered(['EERSTE HOOFDSTUK', 'TWEEDE HOOFDSTUK', 'VYFTIGSTE HOOFDSTUK', 'HOOFDSTUK SEVENDE']),
    expected: ['EERSTE HOOFDSTUK', 'TWEEDE HOOFDSTUK', 'VYFTIGSTE HOOFDSTUK', 'HOOFDSTUK SEVENDE'],
  },
  {
    shape: 'papers of a series and their subjects',
    body: ['1', '2', '3', '4']
      .map((n) => `THE WATCHMAN. No. ${n}\n\nOf the ${n}th Danger\n\n${prose(Number(n))}`)
      .join(GAP),
    expected: ['1', '2', '3', '4'].map((n) => `THE WATCHMAN. No. ${n}. Of the ${n}th Danger`),
  },
  {
    shape: 'scenes listed before a play whose acts have no scenes',
    body: `THE SCENES\n\nACT I. A flat in the town.\n\nACT II. The garden.\n\nACT III. The same.\n\n\n\n\n${numbered(['FIRST ACT', 'SECOND ACT', 'THIRD ACT'])}`,
    expected: ['FIRST ACT', 'SECOND ACT', 'THIRD ACT'],
  },
  {
    shape: 'an argument below each book',
    body: numbered([
      'BOOK I.\n\n\nARGUMENT.',
      'BOOK II.\n\n\nARGUMENT.',
      'BOOK III.\n\n\nARGUMENT.',
      'BOOK IV.\n\n\nARGUMENT.',
    ]),
    expected: ['BOOK I. ARGUMENT', 'BOOK II. ARGUMENT', 'BOOK III. ARGUMENT', 'BOOK IV. ARGUMENT'],
  },
  {
    shape: 'cantos that restart under titles with nothing but their looks',
    body: ['HELL', 'PARADISE']
      .map(
        (part, n) =>
          `${part}\n\n\n\n${['I', 'II', 'III'].map((c, m) => `CANTO ${c}\n\n${prose(n * 3 + m)}`).join('\n\n\n\n')}`,
      )
      .join(GAP),
    expected: ['HELL', 'PARADISE'].flatMap((part) => ['I', 'II', 'III'].map((c) => `${part} > CANTO ${c}`)),
  },
  {
    shape: 'letters with the same titles under their numbers',
    body: `Contents\n\n I ANNA TO MR. VERNON\n II MR. VERNON TO ANNA\n III ANNA TO MR. VERNON\n IV MR. VERNON TO ANNA${GAP}${numbered(['I\n\n\nANNA TO MR. VERNON', 'II\n\n\nMR. VERNON TO ANNA', 'III\n\n\nANNA TO MR. VERNON', 'IV\n\n\nMR. VERNON TO ANNA'])}`,
    expected: ['I. ANNA TO MR. VERNON', 'II. MR. VERNON TO ANNA', 'III. ANNA TO MR. VERNON', 'IV. MR. VERNON TO ANNA'],
  },
]

test.each(TEXTS)('finds the chapters of a text with $shape', ({ body, expected }) => {
  expect(outline(gutenbergText(body))).toEqual(expected)
})

const PAGES: readonly { shape: string; body: string; expected: string[] }[] = [
  {
    shape: 'a first heading that is set as the caption of a picture',
    body: `<h1><img src="a.jpg" alt="[Illustration: THE HARBOUR"><br><span class="caption">Chapter I.]</span></h1>${pages(1)}${['II', 'III'].map((n, at) => `<h2>CHAPTER ${n}.</h2>${pages(at + 2)}`).join('')}`,
    expected: ['Chapter I', 'CHAPTER II', 'CHAPTER III'],
  },
  {
    shape: 'numbered recipes below numbered chapters',
    body: ['SOUPS', 'FISH', 'MEATS']
      .map(
        (t, n) =>
          `<h2>CHAPTER ${n + 1}</h2><h3>${t}</h3>${pages(n)}${[1, 2].map((m) => `<h4>${t} No. ${m}</h4>${pages(n * 9 + m + 50)}`).join('')}`,
      )
      .join(''),
    expected: ['CHAPTER 1. SOUPS', 'CHAPTER 2. FISH', 'CHAPTER 3. MEATS'],
  },
  {
    shape: 'articles, one of them in numbered sections',
    body: ['The Dance', 'The Snake', 'The Bird', 'The War']
      .map((t, n) => `<h2>${t}</h2>${n === 1 ? `<h3>I.</h3>${pages(20)}<h3>II.</h3>${pages(21)}` : pages(n, 8)}`)
      .join(''),
    expected: ['The Dance', 'The Snake', 'The Bird', 'The War'],
  },
]

test.each(PAGES)('finds the chapters of a page with $shape', ({ body, expected }) => {
  expect(outline(gutenbergPage(body))).toEqual(expected)
})

test('reads a text whose lines end with a carriage return alone', () => {
  const text = new TextDecoder().decode(gutenbergText(numbered(['CHAPTER I', 'CHAPTER II', 'CHAPTER III'])))
  const bytes = new TextEncoder().encode(text.replaceAll('\n', '\r'))
  expect(outline(bytes)).toEqual(['CHAPTER I', 'CHAPTER II', 'CHAPTER III'])
})

test('reads on behind the licence between two joined volumes', () => {
  const volumes = ['VOLUME I', 'VOLUME II'].map((volume) =>
    new TextDecoder().decode(gutenbergText(`${volume}\n\n\n\n${numbered(['CHAPTER I', 'CHAPTER II'])}`)),
  )
  const bytes = new TextEncoder().encode(volumes.join('\n\n'))
  expect(outline(bytes)).toEqual([
    'VOLUME I > CHAPTER I',
    'VOLUME I > CHAPTER II',
    'VOLUME II > CHAPTER I',
    'VOLUME II > CHAPTER II',
  ])
  expect(JSON.stringify(read(bytes).chapters)).not.toMatch(/gutenberg/i)
})

test('leaves out the printer and the transcriber behind the last chapter, and the half title before a part', () => {
  const body = `${numbered(['CHAPTER I', 'CHAPTER II'])}\n\n\n\n\nTHE HARBOUR${GAP}CHAPTER III\n\n\n${prose(9)}\n\nCHISWICK PRESS:--PRINTED IN LONDON.\n\n       *       *       *       *       *\n\nTranscriber's Notes\n\nPage 12: teh was changed.`
  const text = read(gutenbergText(body))
    .chapters.flatMap(({ paragraphs }) => paragraphs.map((paragraph) => paragraph.text))
    .join('\n')
  expect(text).not.toMatch(/CHISWICK|teh was|THE HARBOUR/)
})

test('takes title and author from a starred header line', () => {
  const text = `****The Project Gutenberg Etext of The Time Machine, by H. G. Wells****\n\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n\n\n\nThe Time Machine [1898]\n\n\n\n\n${numbered(['I', 'II', 'III'])}`
  const { title, author } = read(new TextEncoder().encode(text))
  expect({ title, author }).toEqual({ title: 'The Time Machine', author: 'H. G. Wells' })
})
