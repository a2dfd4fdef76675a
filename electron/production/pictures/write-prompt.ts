import type { PicturePlace } from '#shared/models/picture.ts'
import type { Title } from '#shared/models/title.ts'
import { addCounts, moodOf, mostSeen, type SightCounts } from './look-at-text.ts'
import type { StyleWords } from './styles.ts'
import type { Person } from './find-persons.ts'
import type { BookView, ChapterView } from './view-book.ts'

/** What a scene shows is told in its first paragraphs. */
const SCENE_CHARACTERS = 700
/** Of a whole book only what is met again and again. */
const LEAST_IN_BOOK = 3
const MOST_THINGS = 2
const ORDINALS: Readonly<Record<number, string>> = {
  14: 'fourteenth',
  15: 'fifteenth',
  16: 'sixteenth',
  17: 'seventeenth',
  18: 'eighteenth',
  19: 'nineteenth',
  20: 'twentieth',
}

/** What is in a picture, before any style. */
export interface Motif {
  persons: readonly Person[]
  figures: readonly string[]
  place: string | null
  hour: string | null
  weather: string | null
  things: readonly string[]
  mood: 'dark' | 'bright' | 'plain'
}

/** What stands out in a whole book: for its cover and its thumbnail. */
export function motifOfBook({ counts, persons }: BookView): Motif {
  const seen = (kind: Parameters<typeof mostSeen>[1], most: number) =>
    mostSeen(counts, kind, most, LEAST_IN_BOOK).map(({ say }) => say)
  const shown = persons.slice(0, 2)
  return {
    persons: shown,
    figures: shown.length > 0 ? [] : seen('figure', 1),
    place: seen('place', 1)[0] ?? null,
    hour: seen('hour', 1)[0] ?? null,
    weather: seen('weather', 1)[0] ?? null,
    things: seen('thing', MOST_THINGS),
    mood: moodOf(counts),
  }
}

/** What the paragraphs from a place on show; what they leave open is taken from the chapter, then from the book. */
export function motifOfScene(book: BookView, chapter: ChapterView, paragraphIndex: number): Motif {
  const counts: SightCounts = new Map()
  const named = new Set<number>()
  let characters = 0
  for (const paragraph of chapter.paragraphs.slice(paragraphIndex - 1)) {
    if (characters > 0 && characters + paragraph.characters > SCENE_CHARACTERS) break
    characters += paragraph.characters
    addCounts(counts, paragraph.counts)
    for (const index of paragraph.persons) named.add(index)
  }
  const here = (kind: Parameters<typeof mostSeen>[1], most: number) =>
    mostSeen(counts, kind, most).map(({ say }) => say)
  const around = (kind: Parameters<typeof mostSeen>[1]) =>
    [chapter.counts, book.counts].flatMap((wider) => mostSeen(wider, kind, 1, LEAST_IN_BOOK))[0]?.say ?? null
  const persons = [...named].sort((a, b) => a - b).flatMap((index) => book.persons[index] ?? [])
  return {
    persons: persons.slice(0, 2),
    figures: persons.length > 1 ? [] : here('figure', 1),
    place: here('place', 1)[0] ?? around('place'),
    hour: here('hour', 1)[0] ?? around('hour'),
    weather: here('weather', 1)[0] ?? null,
    things: here('thing', MOST_THINGS),
    mood: moodOf(counts.size > 0 ? counts : chapter.counts),
  }
}

/** Writes a prompt by rules: the same book, place and style give the same words. */
export function writePrompt(title: Title, place: PicturePlace, style: StyleWords, motif: Motif): string {
  const { genre, publicationYear } = title
  const { persons, figures, place: where, hour, weather, things } = motif
  const who = [...persons.map((person) => `${person.say} (${person.name})`), ...figures]
  const subject = who.length > 0 ? listed(who) : where === null ? (things[0] ?? 'a quiet scene') : 'a view'
  const shown = things.filter((thing) => thing !== subject)
  const scenery = [where, hour, weather].filter((part) => part !== null).join(', ')
  const scene = `${subject}${scenery === '' ? '' : ` ${scenery}`}${shown.length > 0 ? `, with ${listed(shown)}` : ''}`
  const book = `Illustration for ${nameOf(title)}${genre === null ? '' : `, ${genre.toLowerCase()}`}${eraOf(publicationYear)}`
  return dressPrompt(place, style, motif, `${scene}. ${book}`)
}

/** What is seen, in a style: its medium, framing, colours and manner, and nothing written. */
export function dressPrompt(place: PicturePlace, style: StyleWords, { mood }: Motif, seen: string): string {
  const sentences = [
    `${style.medium}: ${seen}`,
    FRAMING[place.kind],
    `Palette of ${style.palettes[mood]}; ${style.manner}`,
    'No text, no lettering',
  ]
  return `${sentences.map((sentence) => sentence.replace(/[.\s]+$/, '')).join('. ')}.`
}

/** A book by its title and author. */
export function nameOf({ title, author }: Pick<Title, 'title' | 'author'>): string {
  return author === '' ? title : `${title} by ${author}`
}

const FRAMING = {
  cover: 'Square composition with one strong focal point and calm space above and below it',
  thumbnail: 'Wide composition, one large subject off centre, bold contrast, readable at small size',
  scene: 'Wide cinematic composition',
} as const

function eraOf(year: number | null): string {
  const century = year === null ? undefined : ORDINALS[Math.floor((year - 1) / 100) + 1]
  return century === undefined ? ', period dress and setting' : `, dress and setting of the ${century} century`
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`
}
