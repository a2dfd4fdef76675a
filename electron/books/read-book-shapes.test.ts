import { expect, test } from 'vitest'
import { gutenbergPage, gutenbergText, pages, prose } from './book-shapes.ts'
import { readBook } from './read-book.ts'

/** `part > title`, with the kind in front of anything but a chapter. */
function outline(bytes: Uint8Array): string[] {
  return readBook({ name: 'book', bytes }).chapters.map(
    ({ kind, part, title }) => `${kind === 'chapter' ? '' : `(${kind}) `}${part === null ? '' : `${part} > `}${title}`,
  )
}

const chapters = (titles: readonly string[], gap = '\n\n\n\n\n'): string =>
  titles.map((title, index) => `${title}\n\n${prose(index)}`).join(gap)

const TEXTS: readonly { shape: string; body: string; expected: string[] }[] = [
  {
    shape: 'a first chapter whose heading closes the caption of a picture',
    body: `[Illustration:

GEORGE ALLEN
PUBLISHER]


PRIDE AND PRIDE

by
A. Writer


PREFACE.

${prose(90, 6)}


List of Illustrations.


Frontispiece                        iv

Title-page                           v

"He came down to see the place"      2



[Illustration: ·PRIDE·




Chapter I.]

${prose(1)}

[Illustration:

"He came down to see the place"

[_Copyright 1894 by George Allen._]]


CHAPTER II.

${prose(2)}

[Illustration]


CHAPTER III.

${prose(3)}`,
    expected: ['(preface) PREFACE', 'Chapter I', 'CHAPTER II', 'CHAPTER III'],
  },
  {
    shape: 'books with chapters that restart, and epilogues in parts',
    body: `WAR

CONTENTS

BOOK ONE: 1805

CHAPTER I

CHAPTER II

BOOK TWO: 1806

CHAPTER I

CHAPTER II

FIRST EPILOGUE: 1813 - 20

CHAPTER I

CHAPTER II




BOOK ONE: 1805





CHAPTER I

${prose(1)}




CHAPTER II

${prose(2)}





BOOK TWO: 1806





CHAPTER I

${prose(3)}




CHAPTER II

${prose(4)}





FIRST EPILOGUE: 1813 - 20





CHAPTER I

${prose(5)}




CHAPTER II

${prose(6)}`,
    expected: [
      'BOOK ONE: 1805 > CHAPTER I',
      'BOOK ONE: 1805 > CHAPTER II',
      'BOOK TWO: 1806 > CHAPTER I',
      'BOOK TWO: 1806 > CHAPTER II',
      'FIRST EPILOGUE: 1813 - 20 > CHAPTER I',
      'FIRST EPILOGUE: 1813 - 20 > CHAPTER II',
    ],
  },
  {
    shape: 'tales with a list of contents and nothing but titles',
    body: `HOUSEHOLD TALES

CONTENTS:

     THE GOLDEN BIRD
     HANS IN LUCK
     JORINDA AND JORINDEL
     THE TRAVELLING MUSICIANS
     OLD SULTAN




THE GOLDEN BIRD

${prose(1)}




HANS IN LUCK

${prose(2)}




JORINDA AND JORINDEL

${prose(3)}




THE TRAVELLING MUSICIANS

${prose(4)}




OLD SULTAN

${prose(5)}`,
    expected: ['THE GOLDEN BIRD', 'HANS IN LUCK', 'JORINDA AND JORINDEL', 'THE TRAVELLING MUSICIANS', 'OLD SULTAN'],
  },
  {
    shape: 'fables with titles in small letters and no list',
    body: chapters([
      'The Wolf and the Lamb',
      'The Bat and the Weasels',
      'The Ass and the Grasshopper',
      'The Lion and the Mouse',
      'The Father and His Sons',
    ]),
    expected: [
      'The Wolf and the Lamb',
      'The Bat and the Weasels',
      'The Ass and the Grasshopper',
      'The Lion and the Mouse',
      'The Father and His Sons',
    ],
  },
  { shape: 'bare roman numbers', body: chapters(['I', 'II', 'III']), expected: ['I', 'II', 'III'] },
  {
    shape: 'bare arabic numbers in brackets',
    body: chapters(['[ 1 ]', '[ 2 ]', '[ 3 ]']),
    expected: ['[ 1 ]', '[ 2 ]', '[ 3 ]'],
  },
  {
    shape: 'a number over its title in one block, listed in the contents',
    body: `THE MACHINE

CONTENTS

 I Introduction
 II The Machine
 III The Traveller Returns




I.
Introduction


${prose(1)}




II.
The Machine


${prose(2)}




III.
The Traveller Returns


${prose(3)}`,
    expected: ['I. Introduction', 'II. The Machine', 'III. The Traveller Returns'],
  },
  {
    shape: 'parts with a number and a title under it for each chapter',
    body: `TREASURE

CONTENTS

PART ONE--The Old Buccaneer

1. The Old Sea-dog
2. Black Dog

PART TWO--The Sea Cook

3. I Go to Bristol
4. At the Sign




PART ONE--The Old Buccaneer





1

The Old Sea-dog

${prose(1)}




2

Black Dog

${prose(2)}




PART TWO--The Sea Cook





3

I Go to Bristol

${prose(3)}




4

At the Sign

${prose(4)}`,
    expected: [
      'PART ONE--The Old Buccaneer > 1. The Old Sea-dog',
      'PART ONE--The Old Buccaneer > 2. Black Dog',
      'PART TWO--The Sea Cook > 3. I Go to Bristol',
      'PART TWO--The Sea Cook > 4. At the Sign',
    ],
  },
  {
    shape: 'staves, and a preface that is not centred',
    body: `PREFACE

${prose(50, 2)}




${chapters(["STAVE I: MARLEY'S GHOST", 'STAVE II: THE FIRST OF THE THREE SPIRITS', 'STAVE III: THE SECOND OF THE THREE SPIRITS'])}`,
    expected: [
      '(preface) PREFACE',
      "STAVE I: MARLEY'S GHOST",
      'STAVE II: THE FIRST OF THE THREE SPIRITS',
      'STAVE III: THE SECOND OF THE THREE SPIRITS',
    ],
  },
  {
    shape: 'headings without a blank line before their text',
    body: ['CHAPTER I', 'CHAPTER II', 'CHAPTER III']
      .map((title, index) => `${title}\n${prose(index)}`)
      .join('\n\n\n\n'),
    expected: ['CHAPTER I', 'CHAPTER II', 'CHAPTER III'],
  },
  {
    shape: 'a heading at the end of the paragraph before it',
    body: `CHAPTER I\n\n${prose(1)}\n\n\n\nCHAPTER II\n\n${prose(2)}\nCHAPTER III\n\n${prose(3)}`,
    expected: ['CHAPTER I', 'CHAPTER II', 'CHAPTER III'],
  },
  {
    shape: 'the last chapter of all without a number',
    body: chapters(['CHAPTER I.', 'CHAPTER II.', 'CHAPTER III.', 'CHAPTER THE LAST']),
    expected: ['CHAPTER I', 'CHAPTER II', 'CHAPTER III', 'CHAPTER THE LAST'],
  },
  {
    shape: 'misprinted numbers',
    body: chapters(['CHAPTER I', 'CHAPTER II', 'CHAPTER II', 'CHAPTER IV', 'CHAPTER VI', 'CHAPTER VI', 'CHAPTER VII']),
    expected: ['CHAPTER I', 'CHAPTER II', 'CHAPTER II', 'CHAPTER IV', 'CHAPTER VI', 'CHAPTER VI', 'CHAPTER VII'],
  },
  {
    shape: 'German ordinals before the word',
    body: chapters(['Erstes Kapitel', 'Zweites Kapitel', 'Drittes Kapitel', 'Viertes Kapitel']),
    expected: ['Erstes Kapitel', 'Zweites Kapitel', 'Drittes Kapitel', 'Viertes Kapitel'],
  },
  {
    shape: 'French chapters',
    body: chapters(['CHAPITRE PREMIER', 'CHAPITRE II', 'CHAPITRE III']),
    expected: ['CHAPITRE PREMIER', 'CHAPITRE II', 'CHAPITRE III'],
  },
  {
    shape: 'Italian chapters',
    body: chapters(['CAPITOLO PRIMO', 'CAPITOLO SECONDO', 'CAPITOLO TERZO']),
    expected: ['CAPITOLO PRIMO', 'CAPITOLO SECONDO', 'CAPITOLO TERZO'],
  },
  {
    shape: 'Finnish chapters',
    body: chapters(['I LUKU.', 'II LUKU.', 'III LUKU.']),
    expected: ['I LUKU', 'II LUKU', 'III LUKU'],
  },
  {
    shape: 'Dutch chapters',
    body: chapters(['EERSTE HOOFDSTUK.', 'TWEEDE HOOFDSTUK.', 'DERDE HOOFDSTUK.']),
    expected: ['EERSTE HOOFDSTUK', 'TWEEDE HOOFDSTUK', 'DERDE HOOFDSTUK'],
  },
  {
    shape: 'letters inside chapters, which are none of their own',
    body: chapters([
      'CHAPTER I',
      'CHAPTER II',
      `CHAPTER III\n\n${prose(30)}\n\nLETTER I\n\n${prose(31)}\n\nLETTER II\n\n${prose(32)}\n\n* * * * *`,
      'CHAPTER IV',
      'CHAPTER V',
    ]),
    expected: ['CHAPTER I', 'CHAPTER II', 'CHAPTER III', 'CHAPTER IV', 'CHAPTER V'],
  },
  {
    shape: 'essays whose listed titles look like units',
    body: `ESSAYS\n\nCONTENTS\n\nHISTORY\nSELF-RELIANCE\nCOMPENSATION\n\n\n\n${chapters(['I. HISTORY', 'II. SELF-RELIANCE', 'III. COMPENSATION'])}`,
    expected: ['I. HISTORY', 'II. SELF-RELIANCE', 'III. COMPENSATION'],
  },
  {
    shape: 'parts, books and an epilogue with chapters of its own',
    body: ['PART I', 'PART II']
      .map(
        (part) =>
          `${part}\n\n\n\nBook ${part.slice(5)}. A History\n\n\n\n${chapters(['Chapter I. Anna', 'Chapter II. He Goes'])}`,
      )
      .concat(`EPILOGUE\n\n\n\n${chapters(['Chapter I. Plans', 'Chapter II. The End of It'])}`)
      .join('\n\n\n\n'),
    expected: [
      'Book I. A History > Chapter I. Anna',
      'Book I. A History > Chapter II. He Goes',
      'Book II. A History > Chapter I. Anna',
      'Book II. A History > Chapter II. He Goes',
      'EPILOGUE > Chapter I. Plans',
      'EPILOGUE > Chapter II. The End of It',
    ],
  },
  {
    shape: 'a title page that names a listed work before the list does',
    body: `THE REPUBLIC\n\nBy Plato\n\n\n\nContents\n\n INTRODUCTION AND ANALYSIS.\n THE REPUBLIC.\n BOOK I.\n BOOK II.\n\n\n\nINTRODUCTION AND ANALYSIS.\n\n${prose(50)}\n\n\n\nTHE REPUBLIC.\n\n\n\n${chapters(['BOOK I.', 'BOOK II.'])}`,
    expected: ['(introduction) INTRODUCTION AND ANALYSIS', 'BOOK I', 'BOOK II'],
  },
  {
    shape: 'plays with acts and scenes, several in one book',
    body: `Contents

 THE STORM
 THE WINTER




THE STORM


Dramatis Personæ

ALONSO, King
SEBASTIAN, his brother


ACT I

SCENE I. On a ship.

${prose(1)}

SCENE II. The island.

${prose(2)}

ACT II

SCENE I. Another part of the island.

${prose(3)}




THE WINTER


ACT I

SCENE I. Sicilia.

${prose(4)}

SCENE II. The same.

${prose(5)}`,
    expected: [
      'ACT I > SCENE I. On a ship',
      'ACT I > SCENE II. The island',
      'ACT II > SCENE I. Another part of the island',
      'ACT I > SCENE I. Sicilia',
      'ACT I > SCENE II. The same',
    ],
  },
  {
    shape: 'one story without chapters',
    body: `THE YELLOW DOOR\n\nBy A. Writer\n\n\n${prose(1, 12)}`,
    expected: ['The Harbour'],
  },
  {
    shape: 'notes, glossary and an index behind the chapters',
    body: `${chapters(['CHAPTER I', 'CHAPTER II', 'CHAPTER III'])}\n\n\n\n\nGLOSSARY\n\n${prose(40)}\n\n\n\n\nINDEX\n\nAnna, 12, 14\n\nBells, 13\n\nCaptain, 20`,
    expected: ['CHAPTER I', 'CHAPTER II', 'CHAPTER III', '(glossary) GLOSSARY'],
  },
]

test.each(TEXTS)('finds the chapters of a text with $shape', ({ body, expected }) => {
  expect(outline(gutenbergText(body))).toEqual(expected)
})

const PAGES: readonly { shape: string; body: string; expected: string[] }[] = [
  {
    shape: 'linked contents, titles in spans and headings that link back',
    body: `<h1>The Harbour</h1><p class="c">by<br>A. Writer</p><h2>CONTENTS</h2>
<table><tr><td>CHAPTER</td><td>PAGE</td></tr>${[1, 2, 3].map((n) => `<tr><td><a href="#c${n}">${'I'.repeat(n)}. The ${n}th Day</a></td><td><a href="#p${n}">${n * 12}</a></td></tr>`).join('')}</table>
${[1, 2, 3].map((n) => `<div class="chapter"><h2 id="c${n}"><a href="#toc">CHAPTER ${'I'.repeat(n)}</a><br><span class="small">THE ${n}TH DAY</span></h2></div>${pages(n)}<p>Said <span class="pagenum" id="p${n}">[Pg ${n}]</span>Anna.</p>`).join('\n')}`,
    expected: ['CHAPTER I. THE 1TH DAY', 'CHAPTER II. THE 2TH DAY', 'CHAPTER III. THE 3TH DAY'],
  },
  {
    shape: 'centred paragraphs for headings',
    body: [1, 2, 3]
      .map((n) => `<p class="c">CHAPTER ${'I'.repeat(n)}</p><p class="c">A LONG WAY ${n}</p>${pages(n)}`)
      .join('\n'),
    expected: ['CHAPTER I. A LONG WAY 1', 'CHAPTER II. A LONG WAY 2', 'CHAPTER III. A LONG WAY 3'],
  },
  {
    shape: 'paragraphs whose class makes them headings',
    body: [1, 2, 3].map((n) => `<p class="ph2">${n}.</p><p class="ph3">Long road</p>${pages(n)}`).join(''),
    expected: ['1. Long road', '2. Long road', '3. Long road'],
  },
  {
    shape: 'bold titles and nothing else',
    body: ['The Cat', 'The Dog', 'The Bird', 'The Fish'].map((t, n) => `<p><b>${t}</b></p>${pages(n)}`).join(''),
    expected: ['The Cat', 'The Dog', 'The Bird', 'The Fish'],
  },
  {
    shape: 'titles in h2 only, with subsections in h3',
    body: `<h1>The Harbour</h1><h2>Economy</h2>${pages(1)}<h3>As a Singer</h3>${pages(2)}<h2>Reading</h2>${pages(3)}<h2>Sounds</h2>${pages(4)}<h2>Solitude</h2>${pages(5)}`,
    expected: ['Economy', 'Reading', 'Sounds', 'Solitude'],
  },
  {
    shape: 'h1 for the book and for each chapter',
    body: `<h1>THE HARBOUR</h1><h1>One: The Sea</h1>${pages(1)}<h1>Two: The Land</h1>${pages(2)}<h1>Three: The Sky</h1>${pages(3)}`,
    expected: ['One: The Sea', 'Two: The Land', 'Three: The Sky'],
  },
  {
    shape: 'parts in h2 and titles without numbers in h3',
    body: `<h1>Harbour</h1>${['FIRST', 'SECOND'].map((word, p) => `<h2>PART THE ${word}</h2>${['Rain', 'Snow', 'Sun'].map((t, n) => `<h3>${t} ${word.toLowerCase()}</h3>${pages(p * 3 + n)}`).join('')}`).join('')}`,
    expected: [
      'PART THE FIRST > Rain first',
      'PART THE FIRST > Snow first',
      'PART THE FIRST > Sun first',
      'PART THE SECOND > Rain second',
      'PART THE SECOND > Snow second',
      'PART THE SECOND > Sun second',
    ],
  },
]

test.each(PAGES)('finds the chapters of a page with $shape', ({ body, expected }) => {
  expect(outline(gutenbergPage(body))).toEqual(expected)
})

test('finds Chinese chapters that are plain paragraphs, and counts characters as words', () => {
  const line =
    '話表美猴王得了姓名，怡然踴躍，對菩提前作禮啟謝。那祖師即命大眾引他出二門外，教他灑掃應對，進退周旋之節。'
  const body = ['第一回\u3000靈根育孕源流出', '第二回\u3000悟徹菩提真妙理', '第三回\u3000四海千山皆拱伏']
    .map((title) => `${title}\n\n\u3000${line.repeat(3)}\n\n\u3000${line.repeat(4)}`)
    .join('\n\n\n')
  const book = readBook({ name: 'x.txt', bytes: gutenbergText(body, { language: 'Chinese' }) })
  expect(book.language).toBe('zh')
  expect(book.chapters.map(({ title }) => title)).toEqual([
    '第一回 靈根育孕源流出',
    '第二回 悟徹菩提真妙理',
    '第三回 四海千山皆拱伏',
  ])
  expect(book.words).toBeGreaterThan(900)
})
