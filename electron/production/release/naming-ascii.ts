const MOST_CHARACTERS = 40

/** Letters that are not a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ł: 'l', þ: 'th', ŋ: 'ng' },
}

/** What may follow a family name. */
const AFTER_NAME = /^(?:jr|junior|sr|senior|ii|iii|iv|fils|pere|graf|sir|esq|phd|md)$/

/** `aliceinwonderland`: the main title's letters and digits in lower-case ASCII, whole words of it as far as there is room. */
export function asciiTitle({ bookId, title }: { bookId: string; title: string }): string {
  const [main = ''] = title.split(/[;:]/)
  return joined(asciiWords(main)) || joined(asciiWords(title)) || joined(asciiWords(bookId)) || 'book'
}

/** `carroll`: the family name in the same manner. */
export function asciiAuthor(author: string): string {
  const words = asciiWords(author)
  const [name] = words.filter((word) => !AFTER_NAME.test(word)).slice(-1)
  return joined([name ?? words[0] ?? '']) || 'unknown'
}

function asciiWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[^\p{ASCII}]/gu, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\p{Mark}'’]/gu, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
}

function joined(words: readonly string[]): string {
  let name = words[0]?.slice(0, MOST_CHARACTERS) ?? ''
  for (const word of words.slice(1)) {
    if (name.length + word.length > MOST_CHARACTERS) break
    name += word
  }
  return name
}
