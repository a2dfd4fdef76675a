const TITLE = /<title[^>]*>([^<]*)</i
/** Control characters, direction marks and the like would garble a row or a terminal. */
const UNSHOWABLE = /[\p{C}\s]+/gu

/** A server's words as they may stand in a message: one line without control characters, cut to `maxCharacters`. */
export function plainWords(text: string, maxCharacters = 200): string {
  const line = text
    .slice(0, maxCharacters * 4)
    .replace(UNSHOWABLE, ' ')
    .trim()
  const characters = Array.from(line)
  return characters.length <= maxCharacters ? line : `${characters.slice(0, maxCharacters - 1).join('')}…`
}

/** What an answer that is no JSON says first: a page's title, else its first line. */
export function firstWords(text: string): string {
  const start = text.slice(0, 4000).trim()
  return plainWords(start.startsWith('<') ? (TITLE.exec(start)?.[1] ?? '') : (start.split('\n')[0] ?? ''))
}
