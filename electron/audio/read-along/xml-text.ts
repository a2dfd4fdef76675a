/** Blanks that XML folds or forbids; a no-break space is none of them. */
const BLANKS = /[\t\n\v\f\r \u0085\u2028\u2029]+/g
/** What XML cannot hold (control characters, halves of surrogate pairs, non-characters), and what it should not. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as a book shows it: single blanks, and no character that XML forbids; no word is lost or joined to another. */
export function plainText(text: string): string {
  return text.replace(BLANKS, ' ').replace(FORBIDDEN, '').replace(/ {2,}/g, ' ').trim()
}

/** Plain text as XML holds it, between tags or in a quoted attribute. */
export function escapeXml(text: string): string {
  return plainText(text).replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
}
