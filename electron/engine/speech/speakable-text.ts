import { numberWords, yearWords } from './number-words.ts'
import { romanToNumber } from './roman-number.ts'

type Rule = readonly [pattern: RegExp, replacement: string | ((...match: string[]) => string)]

/** In this order: each works on what the ones before it left. */
const RULES: readonly Rule[] = [
  // Punctuation of print to the keyboard's.
  [/[“”„‟«»″]/g, '"'],
  [/[‘’‚‛′`´]/g, "'"],
  [/[\u00ad\u200b-\u200f\u2060\ufeff]/g, ''],
  [/…/g, '...'],
  [/(\d)\s*[–‒]\s*(?=\d)/g, '$1 to '],
  [/\s*(?:[—–―‒⸺⸻]|--+)\s*/g, ', '],
  [/\.{2,}(?=\s+["']?[A-Z]|["']?\s*$)/g, '.'],
  [/\.{2,}/g, ', '],
  // Money, measures, fractions.
  [/£\s*([\d,.]*\d)/g, (_, amount) => `${amount} ${amount === '1' ? 'pound' : 'pounds'}`],
  [/\b(\d+)s\.(?=\s*\d+d\.)/g, '$1 shillings '],
  [/\b(\d+)d\./g, '$1 pence'],
  [/(\d)\s*½/g, '$1 and a half'],
  [/(\d)\s*¼/g, '$1 and a quarter'],
  [/(\d)\s*¾/g, '$1 and three quarters'],
  [/½/g, 'a half'],
  [/¼/g, 'a quarter'],
  [/¾/g, 'three quarters'],
  [/⅓/g, 'a third'],
  [/⅔/g, 'two thirds'],
  [/°/g, ' degrees'],
  [/#(?=\d)/g, 'number '],
  [/§+/g, ' section '],
  // Abbreviations that Flite would spell.
  [/\b(?:No|Nos)\.(?=\s*\d)/g, 'number'],
  [/\bEsq\./g, 'Esquire'],
  [/\bpp\.(?=\s*\d)/g, 'pages'],
  [/\bMM\.(?=\s*[A-Z])/g, 'Messieurs'],
  [/\bMessrs\./g, 'Messrs'],
  [/\bviz\./g, 'namely'],
  [/&c\b\.?/g, 'etcetera'],
  [/\betc\./g, 'etcetera'],
  // Flite reads Roman numbers of X, V and I; the larger ones only where they can be nothing else.
  [/\b((?:Chapter|Book|Part|Volume|Vol\.|Canto|Letter|Psalm|Section|Act|Scene)\s+)([MDCLXVI]{2,})\b/gi, arabicNumber],
  [/()\b(?=\w*[MDCL])([MDCLXVI]{4,})\b/g, arabicNumber],
  // Whole numbers: Flite says some of them digit by digit. Sums of dollars, times and ordinals it knows.
  [/(?<=\d)-(?=\d)/g, ' to '],
  [/(?<![\d.,:$])(1[1-9]\d\d|[12]0[1-9]\d)(?!\d|[.,:]\d|(?:st|nd|rd|th)\b)/g, (year) => yearWords(Number(year))],
  [
    /(?<![\d.,:$])(\d{1,3}(?:,\d{3})+|\d+)(?!\d|[.,:]\d|(?:st|nd|rd|th)\b)/g,
    (digits) => numberWords(digits.replaceAll(',', '')),
  ],
  // Signs.
  [/\s*&\s*/g, ' and '],
  [/\s*@\s*/g, ' at '],
  [/\s*=\s*/g, ' equals '],
  [/\s*[+]\s*/g, ' plus '],
  [/\s*×\s*/g, ' times '],
  [/[_*~^|\\/<>{}#•·†‡©®™]+/g, ' '],
]

/** Letters that do not come apart into a letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'th',
  þ: 'th',
  ı: 'i',
  ŋ: 'ng',
}

/**
 * The text as Flite reads it best, in ASCII, or null when too little of it is in Latin letters.
 *
 * Only for the voice: what the studio keeps and shows is never changed.
 */
export function speakableText(text: string): string | null {
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  const other = text.match(/(?!\p{Script=Latin})\p{L}/gu)?.length ?? 0
  let spoken = text
  for (const [pattern, replacement] of RULES) {
    spoken =
      typeof replacement === 'string' ? spoken.replace(pattern, replacement) : spoken.replace(pattern, replacement)
  }
  const ascii = tidy(toAscii(spoken))
  return other > latin || !/[a-z0-9]/i.test(ascii) ? null : ascii
}

function toAscii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{ASCII}]/gu, (letter) => {
      const plain = LETTERS[letter.toLowerCase()] ?? ' '
      return letter === letter.toLowerCase() ? plain : plain.toUpperCase()
    })
    .replace(/(?![\t\n])\p{Cc}/gu, ' ')
}

/** A pause stands alone; lines of verse end with one. */
function tidy(text: string): string {
  return text
    .replace(/(\w)[ \t]*\n(?=[ \t]*\S)/g, '$1,\n')
    .replace(/([,;:.!?])\s*,(?=\s|$)/g, '$1')
    .replace(/(^|["(\n])\s*,\s*/g, '$1')
    .replace(/[ \t]+/g, ' ')
    .trim()
}

function arabicNumber(found: string, before = '', roman = ''): string {
  const value = romanToNumber(roman.toUpperCase())
  return value === null ? found : `${before}${value}`
}
