const SMALL = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
]
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const GROUPS = [
  [1_000_000_000_000, 'trillion'],
  [1_000_000_000, 'billion'],
  [1_000_000, 'million'],
  [1000, 'thousand'],
  [100, 'hundred'],
] as const
/** Longer rows of digits are codes: said digit by digit. */
const MAX_DIGITS = 15

/** A whole number in words: `1815` is one thousand eight hundred and fifteen. */
export function numberWords(digits: string): string {
  if (digits.length > MAX_DIGITS || /^0\d/.test(digits))
    return Array.from(digits, (digit) => small(Number(digit))).join(' ')
  return words(Number(digits))
}

/** A year in words: `1815` is eighteen fifteen, `1905` nineteen oh five. */
export function yearWords(year: number): string {
  const century = words(Math.floor(year / 100))
  const rest = year % 100
  if (rest === 0) return `${century} hundred`
  return rest < 10 ? `${century} oh ${small(rest)}` : `${century} ${words(rest)}`
}

function words(value: number): string {
  for (const [size, name] of GROUPS) {
    if (value < size) continue
    const rest = value % size
    const joint = rest === 0 ? '' : rest < 100 ? ' and ' : ' '
    return `${words(Math.floor(value / size))} ${name}${joint}${rest === 0 ? '' : words(rest)}`
  }
  if (value < SMALL.length) return small(value)
  const tens = TENS[Math.floor(value / 10)] ?? ''
  return value % 10 === 0 ? tens : `${tens} ${small(value % 10)}`
}

function small(value: number): string {
  return SMALL[value] ?? ''
}
