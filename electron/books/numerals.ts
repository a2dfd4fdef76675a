/** A number at the start of a heading and how it was written. */
export interface Numeral {
  value: number
  form: 'roman' | 'arabic' | 'word' | 'han'
  /** Characters it takes. */
  length: number
  /** "First", not "one". */
  isOrdinal: boolean
}

const ROMAN = /^(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})J?$/
const ROMAN_VALUES: Readonly<Record<string, number>> = { I: 1, J: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 }
const HAN_DIGITS = '零一二三四五六七八九'
const HAN_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 廿: 20, 卅: 30 }

// Number words by value, one row a language: cardinals and ordinals as headings use them.
const ROWS: readonly (readonly [first: number, isOrdinal: boolean, words: string])[] = [
  [
    1,
    false,
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
  ],
  [
    1,
    true,
    'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
  ],
  [
    1,
    true,
    'premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième treizième quatorzième quinzième seizième dix-septième dix-huitième dix-neuvième vingtième',
  ],
  [
    1,
    false,
    'un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt',
  ],
  [1, true, 'première seconde'],
  [2, true, 'second'],
  [
    1,
    true,
    'erst zweit dritt viert fünft sechst siebent acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst',
  ],
  [
    1,
    false,
    'eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig',
  ],
  [7, true, 'siebt'],
  [1, true, 'primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo'],
  [1, true, 'primera segunda tercera cuarta quinta sexta séptima octava novena décima undécima duodécima'],
  [1, true, 'primer segundo tercer'],
  [
    1,
    false,
    'uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte',
  ],
  [1, true, 'primo secondo terzo quarto quinto sesto settimo ottavo nono decimo undicesimo dodicesimo'],
  [1, true, 'prima seconda terza quarta quinta sesta settima ottava nona decima'],
  [1, true, 'primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo'],
  [1, true, 'primeira segunda terceira quarta quinta sexta sétima oitava nona décima'],
  [
    1,
    true,
    'eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende vijftiende zestiende zeventiende achttiende negentiende twintigste',
  ],
  [
    1,
    true,
    'ensimmäinen toinen kolmas neljäs viides kuudes seitsemäs kahdeksas yhdeksäs kymmenes yhdestoista kahdestoista',
  ],
  [1, true, 'första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte'],
  [1, true, 'første anden tredje fjerde femte sjette syvende ottende niende tiende'],
]
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const ORDINAL_TENS = 'twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth'.split(' ')

const WORDS = new Map<string, number>()
const CARDINALS = new Set<string>(TENS)
for (const [first, isOrdinal, words] of ROWS) {
  for (const [index, word] of words.split(' ').entries()) {
    for (const spelling of [word, withoutAccents(word)]) {
      if (WORDS.has(spelling)) continue
      WORDS.set(spelling, first + index)
      if (!isOrdinal) CARDINALS.add(spelling)
    }
  }
}
for (const [index, word] of TENS.entries()) WORDS.set(word, 20 + index * 10)
for (const [index, word] of ORDINAL_TENS.entries()) WORDS.set(word, 20 + index * 10)
WORDS.set('fourty', 40)

/** Number at the start of a text, ending at a word boundary; null when there is none. */
export function numeralAt(text: string): Numeral | null {
  const arabic = /^(\d{1,4})(?:st|nd|rd|th|er|re|e|ème|º|ª|o|a)?(?![\p{L}\p{N}])/u.exec(text)
  if (arabic !== null) return { value: Number(arabic[1]), form: 'arabic', length: arabic[0].length, isOrdinal: true }
  const roman = /^[MDCLXVIJ]+(?![\p{L}\p{N}])/u.exec(text) ?? /^[mdclxvij]+(?![\p{L}\p{N}'’])/u.exec(text)
  if (roman !== null) {
    const value = romanValue(roman[0].toUpperCase())
    if (value !== null) return { value, form: 'roman', length: roman[0].length, isOrdinal: true }
  }
  return wordAt(text) ?? hanAt(text)
}

/** Value of a roman number in capitals; tolerates `IIII`. Null when it is none. */
export function romanValue(text: string): number | null {
  if (text.length > 12 || !ROMAN.test(text)) return null
  let sum = 0
  let before = 0
  for (let at = text.length - 1; at >= 0; at--) {
    const value = ROMAN_VALUES[text.charAt(at)] ?? 0
    sum += value < before ? -value : value
    before = Math.max(before, value)
  }
  return sum
}

function wordAt(text: string): Numeral | null {
  const match = /^\p{L}+(?:-\p{L}+)?(?![\p{L}\p{N}])/u.exec(text.slice(0, 40))
  if (match === null) return null
  const word = match[0].toLowerCase()
  const value = valueOfWord(word)
  if (value === null) return null
  if (value >= 20 && value % 10 === 0) {
    const unit = /^[\s-]+(\p{L}+)(?![\p{L}\p{N}])/u.exec(text.slice(match[0].length, match[0].length + 30))
    const unitValue = unit?.[1] === undefined ? null : valueOfWord(unit[1].toLowerCase())
    if (unit !== null && unitValue !== null && unitValue < 10) {
      return {
        value: value + unitValue,
        form: 'word',
        length: match[0].length + unit[0].length,
        isOrdinal: !CARDINALS.has((unit[1] ?? '').toLowerCase()),
      }
    }
  }
  return { value, form: 'word', length: match[0].length, isOrdinal: !CARDINALS.has(word.split('-').at(-1) ?? '') }
}

function valueOfWord(word: string): number | null {
  const known = WORDS.get(word)
  if (known !== undefined) return known
  const [tens = '', unit] = word.split('-')
  if (unit !== undefined) {
    const high = WORDS.get(tens)
    const low = WORDS.get(unit)
    return high !== undefined && low !== undefined && high >= 20 && low < 10 ? high + low : null
  }
  // German ordinals take an ending: erstes, zweiter, dritten.
  const stem = /^(.{4,}?)(?:es|er|en|e)$/.exec(word)?.[1]
  return stem === undefined ? null : (WORDS.get(stem) ?? null)
}

function hanAt(text: string): Numeral | null {
  const match = /^[零〇○Ｏ一二三四五六七八九十百千廿卅０-９]+/u.exec(text)
  if (match === null) return null
  const value = hanValue(match[0])
  return value === null ? null : { value, form: 'han', length: match[0].length, isOrdinal: false }
}

function hanValue(text: string): number | null {
  let total = 0
  let digits = 0
  let hasUnit = false
  for (const letter of text) {
    const unit = HAN_UNITS[letter]
    if (unit !== undefined) {
      hasUnit = true
      total += letter === '廿' || letter === '卅' ? unit : Math.max(digits, 1) * unit
      digits = 0
      continue
    }
    const wide = letter.charCodeAt(0) - 0xff10
    const digit = wide >= 0 && wide <= 9 ? wide : '〇○Ｏ'.includes(letter) ? 0 : HAN_DIGITS.indexOf(letter)
    if (digit < 0) return null
    digits = hasUnit ? digit : digits * 10 + digit
  }
  return total + digits
}

/** Lower-case text without accents, to compare spellings. */
export function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '')
}
