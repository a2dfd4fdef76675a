const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** True when the language is written without blanks between words, so that characters count as words. */
export function countsCharacters(language: string): boolean {
  return /^(?:zh|ja|th|lo|km|my)(?:$|-)/.test(language)
}

/** Words by white space; letters and digits in languages without blanks. */
export function countWords(text: string, language: string): number {
  if (countsCharacters(language) && WIDE.test(text)) return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  let words = 0
  let isInWord = false
  for (let at = 0; at < text.length; at++) {
    const isBlank = text.charCodeAt(at) === 32
    if (!isBlank && !isInWord) words++
    isInWord = !isBlank
  }
  return words
}
