/**
 * For each passage of a chapter, whether the book has no white space between it and the next one.
 *
 * Passages are the paragraphs, parted elsewhere; a sentence that is too long for one is sometimes cut at a dash or, in
 * Chinese, between two characters.
 */
export function joinedPassages(paragraphs: readonly string[], passages: readonly string[]): boolean[] {
  const text = paragraphs.join('\n')
  let at = 0
  return passages.map((passage) => {
    for (const character of passage.replace(/\s+/g, '')) {
      const found = text.indexOf(character, at)
      if (found >= 0) at = found + character.length
    }
    return at < text.length && !/\s/.test(text.charAt(at))
  })
}
