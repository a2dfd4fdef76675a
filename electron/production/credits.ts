/** What the opening and closing credits are made of. */
export interface CreditNames {
  title: string
  author: string
  narrator: string
  /** BCP 47 of the book: credits are spoken in its language. */
  language: string
}

interface CreditWords {
  by: string
  narratedBy: string
  end: string
}

/** Languages that are not in the table get the names alone: better no word than one in the wrong language. */
const WORDS: Record<string, CreditWords> = {
  en: { by: 'by', narratedBy: 'narrated by', end: 'The end' },
  fr: { by: 'de', narratedBy: 'lu par', end: 'Fin' },
  de: { by: 'von', narratedBy: 'gelesen von', end: 'Ende' },
  es: { by: 'de', narratedBy: 'narrado por', end: 'Fin' },
  it: { by: 'di', narratedBy: 'letto da', end: 'Fine' },
  pt: { by: 'de', narratedBy: 'narrado por', end: 'Fim' },
  nl: { by: 'door', narratedBy: 'voorgelezen door', end: 'Einde' },
  sv: { by: 'av', narratedBy: 'uppläst av', end: 'Slut' },
  da: { by: 'af', narratedBy: 'indlæst af', end: 'Slut' },
  pl: { by: '', narratedBy: 'czyta', end: 'Koniec' },
}

/** The words that open the book: title, author and narrator, as the stores ask for them. */
export function openingCredit(names: CreditNames): string {
  return `${creditLine(names)}.`
}

/** The words that make the end clear: that it is one, of what, by whom, read by whom. */
export function closingCredit(names: CreditNames): string {
  const words = wordsFor(names.language)
  const line = `${creditLine(names)}.`
  return words === null ? line : `${words.end}. ${line}`
}

/** Who reads, as it stands on a cover: `Narrated by Ada`. */
export function narratorLine({ narrator, language }: Pick<CreditNames, 'narrator' | 'language'>): string {
  const words = wordsFor(language)
  if (words === null) return narrator
  return `${words.narratedBy.slice(0, 1).toUpperCase()}${words.narratedBy.slice(1)} ${narrator}`
}

function creditLine({ title, author, narrator, language }: CreditNames): string {
  const words = wordsFor(language)
  const writer = author === '' ? [] : [words === null ? author : `${words.by} ${author}`.trim()]
  return [title, ...writer, words === null ? narrator : `${words.narratedBy} ${narrator}`].join(', ')
}

function wordsFor(language: string): CreditWords | null {
  return WORDS[language.split('-')[0] ?? ''] ?? null
}
