import { TITLE_STAGES, type TitleCard } from '#shared/models/title-card.ts'

export const SORT_COLUMNS = [
  'title',
  'author',
  'genre',
  'language',
  'publicationYear',
  'words',
  'stage',
  'addedAt',
] as const
export type SortColumn = (typeof SORT_COLUMNS)[number]

export const COLUMN_LABELS: Readonly<Record<SortColumn, string>> = {
  title: 'Title',
  author: 'Author',
  genre: 'Genre',
  language: 'Language',
  publicationYear: 'Year',
  words: 'Words',
  stage: 'Stage',
  addedAt: 'Added',
}

export interface TitleSort {
  by: SortColumn
  isDescending: boolean
}

type SortKey = string | number | null

/** Titles in the order that a librarian would choose: without leading articles, authors by surname, unknown values last. */
export function sortTitles(titles: readonly TitleCard[], { by, isDescending }: TitleSort): TitleCard[] {
  const sign = isDescending ? -1 : 1
  return titles
    .map((card) => ({ card, key: keyOf(card, by) }))
    .sort((a, b) => {
      if (a.key === b.key) return compare(titleKey(a.card), titleKey(b.card))
      if (a.key === null) return 1
      if (b.key === null) return -1
      return sign * compare(a.key, b.key)
    })
    .map(({ card }) => card)
}

function keyOf(card: TitleCard, by: SortColumn): SortKey {
  switch (by) {
    case 'title':
      return titleKey(card)
    case 'author':
      return authorKey(card.author)
    case 'genre':
      return card.genre === null ? null : plain(card.genre)
    case 'stage':
      return TITLE_STAGES.indexOf(card.stage)
    case 'addedAt':
    case 'language':
    case 'publicationYear':
    case 'words':
      return card[by]
  }
}

function compare<Key extends string | number>(a: Key, b: Key): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

const ARTICLES: Readonly<Record<string, RegExp>> = {
  en: /^(the|an?) /,
  fr: /^(les?|la|une?|des) |^l['’]/,
  de: /^(der|die|das|eine?) /,
  es: /^(el|la|los|las|una?) /,
  it: /^(il|lo|la|gli|le|i|una?|uno) |^l['’]/,
}

const titleKeys = new WeakMap<TitleCard, string>()

function titleKey(card: TitleCard): string {
  const known = titleKeys.get(card)
  if (known !== undefined) return known
  const folded = plain(card.title)
  const article = ARTICLES[card.language.slice(0, 2)]
  const key = article === undefined ? folded : folded.replace(article, '')
  titleKeys.set(card, key)
  return key
}

/** `Charles Dickens` and `Dickens, Charles` alike; of several authors the first counts. */
export function authorKey(author: string): string {
  const folded = plain(author)
  if (/^[^ ]+, /.test(folded)) return folded
  const [first = ''] = folded.split(/ and | & |; |, (?!jr|sr)/)
  const words = first.replace(/,? (jr|sr)\.?$/, '').split(' ')
  const surname = words.pop() ?? ''
  return `${surname}, ${words.join(' ')}`
}

/** Lower case without accents, quotation marks in front and doubled blanks. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^[\p{P}\s]+/u, '')
    .replace(/\s+/g, ' ')
}
