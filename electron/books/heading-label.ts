import { numeralAt, withoutAccents } from './numerals.ts'
import type { Numeral } from './numerals.ts'

/** How a numbered heading names its unit, from the widest to the narrowest. */
export const UNIT_RANKS = { volume: 1, part: 2, book: 3, act: 4, chapter: 5 } as const

/** Number and unit that a heading starts with: `CHAPTER I. The Period`, `Erstes Kapitel`, `第一回`, `IV`. */
export interface HeadingLabel {
  /** The unit as the book spells it, lower case without accents; empty for a bare number. */
  word: string
  rank: number
  /** Null for "the last" and for units without a number. */
  value: number | null
  form: Numeral['form'] | 'letter' | null
  /** What follows the number. */
  title: string
  /** Punctuation parts number and title. */
  isParted: boolean
}

const UNITS: Readonly<Record<keyof typeof UNIT_RANKS, string>> = {
  volume: 'volume vol tome tomo band bd tom nide volumen svazek том',
  part: 'part partie pt teil theil parte deel osa czesc resz del cast часть afdeling abteilung period epoch periode epoque',
  book: 'book livre buch libro liber boek kirja ksiega livro konyv bok kniha книга cycle',
  act: 'act acte akt aufzug acto atto naytos bedrijf',
  chapter:
    'chapter chap chapt ch chapitre kapitel capitulo capitolo cap capitol hoofdstuk kapittel luku rozdzial kapitola fejezet caput ' +
    'capitel capitle glava глава hfst stave canto chant gesang fytte fit sonnet fable fabel letter lettre brief carta lettera adventure ' +
    'abenteuer aventure scene szene auftritt escena scena tableau tale story night nuit noche notte nacht day journee giornata ' +
    'jornada tag section sektion abschnitt seccion sezione lesson lecture essay episode idyll eclogue dialogue sermon problem ' +
    'number no adventures entry evening epistle psalm hymn poem ballad elegy ode satire story kohtaus elegie phase interlude ' +
    'runo laulu runosikermä capitro sura homily',
}

/** Units that stand behind a figure; with others (`I. NIGHT`) the word is the title. */
const COUNTED_BEFORE =
  /^(?:chapter|chapitre|kapitel|capitulo|capitolo|hoofdstuk|luku|kapittel|rozdzial|kapitola|fejezet|part|partie|teil|theil|parte|osa|deel|book|livre|buch|libro|liber|kirja|act|acte|akt|aufzug|band|tome|volume|scene|canto|gesang|abschnitt|brief|lettre|abenteuer|noche|nacht|nuit|journee)$/

/** Units of languages whose number words are not all known here; no title consists of one of them and one more word. */
const LONELY_UNIT =
  /^(?:chapitre|kapitel|capitulo|capitolo|capitol|hoofdstuk|kapittel|luku|rozdzial|kapitola|fejezet|caput|capitel|glava|глава|runo|capitro)$/

const RANKS = new Map<string, number>()
for (const [unit, words] of Object.entries(UNITS)) {
  for (const word of words.split(' ')) RANKS.set(word, UNIT_RANKS[unit as keyof typeof UNIT_RANKS])
}

const HAN_UNIT = /^(第?)\s*([零〇○Ｏ一二三四五六七八九十百千廿卅０-９\d]+)\s*([回章節节卷部集話话編编篇幕場场折齣夜])/u
const HAN_RANKS: Readonly<Record<string, number>> = { 卷: 3, 部: 2, 集: 2, 幕: 4, 編: 3, 编: 3, 篇: 3 }

/** Reads the label at the start of a heading; null when it has none. */
export function readLabel(text: string): HeadingLabel | null {
  const skipped = /^[\s—–*«"“„([{=~.-]*/u.exec(text)?.[0].length ?? 0
  const rest = closeUp(text.slice(skipped))
  return hanLabel(rest) ?? unitLabel(rest) ?? issueLabel(rest) ?? bareLabel(rest, skipped > 0) ?? trailingLabel(rest)
}

/** `FEDERALIST No. 1`, `THE RAMBLER. No. 12`: a paper of a series under its name. */
function issueLabel(text: string): HeadingLabel | null {
  const name = /^(\p{Lu}[\p{L}'’ ]{2,30}?)\.?\s+(?:N[o°º]|NO|Nr|NR|Number|NUMBER)[.:]?\s+(?=[\dIVXLC])/u.exec(text)
  const numeral = name === null ? null : numeralAt(text.slice(name[0].length))
  if (name?.[1] === undefined || numeral === null) return null
  return labelOf(text, plain(name[1]), UNIT_RANKS.chapter, numeral, name[0].length + numeral.length)
}

/** `DON QUIJOTE. SEGUNDA PARTE`: the title of the book before the part, in capitals. */
function trailingLabel(text: string): HeadingLabel | null {
  if (text.length > 90 || /\p{Ll}/u.test(text)) return null
  const tail = /[.:;,—–-]\s*((?:THE\s+)?\p{Lu}+\s+\p{Lu}+)[.\s]*$/u.exec(text)?.[1]
  const label = tail === undefined ? null : unitLabel(tail)
  return label !== null && label.rank < UNIT_RANKS.chapter && label.form === 'word' ? { ...label, title: text } : null
}

/** `C H A P. I` is spaced out in print. */
function closeUp(text: string): string {
  return text.replace(/^(?:\p{L} ){3,}\p{L}(?=[.\s])/u, (spaced) => spaced.replaceAll(' ', ''))
}

function hanLabel(text: string): HeadingLabel | null {
  const match = HAN_UNIT.exec(text)
  const unit = match?.[3]
  if (match === null || unit === undefined || (match[1] === '' && !'回章卷部幕'.includes(unit))) return null
  const numeral = numeralAt(match[2] ?? '')
  if (numeral === null) return null
  const title = cleanTitle(text.slice(match[0].length))
  return { word: unit, rank: HAN_RANKS[unit] ?? 5, value: numeral.value, form: 'han', title, isParted: true }
}

/** `CHAPTER THE FIRST`, `Book II`, `THE THIRD ACT`, `1. Kapitel`, `Erster Teil`. */
function unitLabel(text: string): HeadingLabel | null {
  const article = /^(?:the|le|la|el|der|die|das|il|l['’]|het|de)\s+/i.exec(text)?.[0].length ?? 0
  const word = /^\p{L}+/u.exec(text.slice(article, article + 30))?.[0] ?? ''
  const rank = RANKS.get(plain(word))
  if (rank !== undefined) {
    const from = article + word.length
    const between =
      /^(?:\s*\.)?\s*[-—:#]?\s*(?:(?:the|der|die|das|le|la|el|il|n[º°o]\.?|number)\s+)?/iu.exec(text.slice(from))?.[0]
        .length ?? 0
    const numeral = between > 0 ? numeralAt(text.slice(from + between)) : null
    if (numeral !== null) return labelOf(text, plain(word), rank, numeral, from + between + numeral.length)
    const last = /^[\s.]*(?:the\s+)?last(?!\p{L})/iu.exec(text.slice(from))
    if (last !== null) {
      const end = from + last[0].length
      return {
        word: plain(word),
        rank,
        value: null,
        form: 'word',
        title: cleanTitle(text.slice(end)),
        isParted: /^\s*[.:—–-]/u.test(text.slice(end)),
      }
    }
    return unknownOrdinal(text, text.slice(from), word)
  }
  const numeral = numeralAt(text.slice(article))
  // "One Night" is a title, "First Night" a label.
  if (numeral?.isOrdinal !== true) return unknownOrdinalBefore(text)
  const after = article + numeral.length
  const gap = /^[.\s:)º°ª-]{1,4}/u.exec(text.slice(after))?.[0].length ?? 0
  const unit = gap > 0 ? (/^\p{L}+/u.exec(text.slice(after + gap, after + gap + 30))?.[0] ?? '') : ''
  const unitRank = RANKS.get(plain(unit))
  if (unitRank === undefined || (numeral.form !== 'word' && !COUNTED_BEFORE.test(plain(unit)))) return null
  return labelOf(text, plain(unit), unitRank, numeral, after + gap + unit.length)
}

/** `CAPITOLO DECIMOTERZO`: nothing but a unit and one word, which can only be a number that we cannot read. */
function unknownOrdinal(text: string, rest: string, word: string): HeadingLabel | null {
  if (!LONELY_UNIT.test(plain(word)) || !/^\s+\p{L}{3,32}[.:]?$/u.test(rest)) return null
  return /^\p{Lu}/u.test(text)
    ? { word: plain(word), rank: UNIT_RANKS.chapter, value: null, form: 'word', title: '', isParted: false }
    : null
}

/** `VYFDE HOOFDSTUK`, the same the other way round. */
function unknownOrdinalBefore(text: string): HeadingLabel | null {
  const match = /^(\p{Lu}\p{L}{2,32}) (\p{L}{3,12})[.:]?$/u.exec(text)
  return match?.[1] === undefined || match[2] === undefined ? null : unknownOrdinal(text, ` ${match[1]}`, match[2])
}

function bareLabel(text: string, isMarked: boolean): HeadingLabel | null {
  const numeral = numeralAt(text)
  if (numeral === null) return /^\p{Lu}[.\s]*$/u.test(text) ? letterLabel(text) : null
  const rest = text.slice(numeral.length)
  if (/^[\s.:)\]}\-—–*=~"”»]*$/u.test(rest)) return labelOf(text, '', 6, numeral, numeral.length)
  if (numeral.form === 'word' || (numeral.form === 'han' && !/^[\s、．.]/u.test(rest))) return null
  // `I. The Period`, `1 The Period` as a heading; `I was born` is none.
  const isParted = /^\s*[.:)\]—–-]/u.test(rest) || (isMarked && /^\s*[)\]]/u.test(rest))
  const title = cleanTitle(rest)
  if (!isParted && !(numeral.form === 'arabic' || numeral.length > 1)) return null
  if (!isParted && !/^\p{Lu}/u.test(title)) return null
  return { word: '', rank: 6, value: numeral.value, form: numeral.form, title, isParted }
}

function letterLabel(text: string): HeadingLabel {
  const letter = text.charAt(0)
  return { word: '', rank: 6, value: letter.charCodeAt(0) - 64, form: 'letter', title: '', isParted: false }
}

function labelOf(text: string, word: string, rank: number, numeral: Numeral, end: number): HeadingLabel {
  return {
    word,
    rank,
    value: numeral.value,
    form: numeral.form,
    title: cleanTitle(text.slice(end)),
    isParted: /^\s*[.:—–-]/u.test(text.slice(end)),
  }
}

function cleanTitle(text: string): string {
  return text.replace(/^[\s.:;,)\]}\-—–*=~”»]+/u, '').trim()
}

function plain(word: string): string {
  return withoutAccents(word.toLowerCase())
}
