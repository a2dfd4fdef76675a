/** Letters and digits of a heading only, to compare spellings in the contents list and in the body. */
export function headingKey(text: string): string {
  return text
    .slice(0, 300)
    .replace(/\[[^\]]*\]/g, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
