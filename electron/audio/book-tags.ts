/** What listeners' apps show of a book. */
export interface BookTags {
  title: string
  author: string
  narrator: string
  /** BCP 47. */
  language: string
  year: number | null
  description: string | null
}

/** ISO 639-2 of the languages that Project Gutenberg holds; containers know no other codes. */
// prettier-ignore
const LANGUAGE_CODES: Record<string, string> = {
  af: 'afr', ar: 'ara', bg: 'bul', br: 'bre', ca: 'cat', cs: 'ces', cy: 'cym', da: 'dan', de: 'deu', el: 'ell',
  en: 'eng', eo: 'epo', es: 'spa', et: 'est', fa: 'fas', fi: 'fin', fr: 'fra', fy: 'fry', ga: 'gle', gl: 'glg',
  he: 'heb', hi: 'hin', hr: 'hrv', hu: 'hun', ia: 'ina', is: 'isl', it: 'ita', ja: 'jpn', ko: 'kor', la: 'lat',
  lt: 'lit', mi: 'mri', nl: 'nld', no: 'nor', oc: 'oci', pl: 'pol', pt: 'por', ro: 'ron', ru: 'rus', sa: 'san',
  sk: 'slk', sl: 'slv', sr: 'srp', sv: 'swe', te: 'tel', tl: 'tgl', tr: 'tur', uk: 'ukr', yi: 'yid', zh: 'zho',
}

/** ISO 639-2 code of a BCP 47 tag, `und` when it is not in the table. */
export function languageCode(language: string): string {
  const primary = language.toLowerCase().split('-')[0] ?? ''
  return LANGUAGE_CODES[primary] ?? (/^[a-z]{3}$/.test(primary) ? primary : 'und')
}

/** Text as a tag takes it: one line. */
export function tagText(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
}
