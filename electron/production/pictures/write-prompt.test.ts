import { expect, it } from 'vitest'
import { PersonCounter } from './find-persons.ts'
import { countSights, moodOf, mostSeen, sightWords } from './look-at-text.ts'
import { negativePrompt, STYLES } from './styles.ts'
import { motifOfBook, motifOfScene, writePrompt } from './write-prompt.ts'
import type { BookView } from './view-book.ts'
import type { Title } from '#shared/models/title.ts'

const SEA = 'The ship rolled on the black sea. The storm broke at midnight, and the sailors cried out upon the deck.'
const SPEECH =
  'Then old Ahab said that he would go. Nobody answered Ahab, and he turned away. “Now,” cried Ahab, “she blows!”'

function bookOf(texts: readonly string[], language = 'en'): BookView {
  const words = sightWords(language)
  const counter = new PersonCounter(language)
  for (const text of texts) counter.add(text)
  const persons = counter.persons(8)
  const paragraphs = texts.map((text) => ({
    characters: text.length,
    counts: countSights(text, words),
    excerpt: '',
    persons: persons.flatMap(({ name }, index) => (text.includes(name) ? [index] : [])),
  }))
  const counts = countSights(texts.join(' '), words)
  return { counts, persons, chapters: [{ index: 1, title: 'I', counts, paragraphs }] }
}
const title = { title: 'The Whale', author: 'H. Melville', genre: 'Adventure', publicationYear: 1851 } as Title
const cover = { kind: 'cover', chapterIndex: 0, paragraphIndex: 0 } as const

it('shows what a book tells of again and again, in every style, and no lettering', () => {
  const book = bookOf([...Array<string>(4).fill(SEA), SPEECH])
  const prompts = STYLES.map((style) => writePrompt(title, cover, style, motifOfBook(book)))
  expect(prompts[0]).toContain('a man (Ahab) on the deck of a ship at sea, at night by moonlight, in a storm')
  expect(prompts[0]).toContain('The Whale by H. Melville, adventure, dress and setting of the nineteenth century')
  expect(new Set(prompts).size).toBe(STYLES.length)
  for (const prompt of prompts) expect(prompt).toMatch(/No text, no lettering\.$/)
  for (const style of STYLES) expect(negativePrompt(style)).toContain('letters')
})

it('shows of a scene what its own paragraphs tell, and takes the place from around them', () => {
  const book = bookOf([...Array<string>(4).fill(SEA), `${SPEECH} A lantern swung. ${'x'.repeat(700)}`])
  const motif = motifOfScene(book, book.chapters[0]!, 5)
  expect(motif).toMatchObject({ persons: [{ name: 'Ahab' }], place: 'on the deck of a ship at sea', weather: null })
  expect(motif.hour).toBe('by candlelight')
})

it('does not take a place or the first word of a sentence for a person', () => {
  const counter = new PersonCounter('en')
  const text =
    'He went to London again. Perhaps the road to London was long. They left London, and Mr. Hyde said nothing.'
  for (let times = 0; times < 4; times++) counter.add(`${text} “No,” Hyde replied to Mr. Hyde.`)
  expect(counter.persons(5).map(({ name }) => name)).toEqual(['Hyde'])
})

it.each([
  ['de', 'Das Schiff lag im Sturm, und die Matrosen standen auf dem Deck.'],
  ['fr', 'Le navire roulait dans la tempête, et les matelots criaient sur le pont.'],
  ['es', 'El barco estaba en la tempestad, y los marineros en la cubierta.'],
  ['it', 'La nave era nella tempesta, e i marinai sul ponte.'],
])('sees a ship in a storm in a book in %s', (language, text) => {
  const counts = countSights(text, sightWords(language))
  expect(mostSeen(counts, 'place', 1)[0]?.say).toBe('on the deck of a ship at sea')
  expect(mostSeen(counts, 'weather', 1)[0]?.say).toBe('in a storm')
  expect(moodOf(counts)).toBe('dark')
})

it('writes of a book in a language that it knows no words of from its facts', () => {
  const book = bookOf(['賈寶玉', '林黛玉'], 'zh')
  const prompt = writePrompt(
    { ...title, title: '紅樓夢', author: '', publicationYear: null },
    cover,
    STYLES[0]!,
    motifOfBook(book),
  )
  expect(prompt).toContain('a quiet scene. Illustration for 紅樓夢, adventure, period dress and setting')
})
