/** True for what `\s` matches, by UTF-16 code. */
export function isBlank(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 9 && code <= 13)
  return (
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0x1680 ||
    code === 0xfeff
  )
}

/** The first position at or behind `from` that is not white space. */
export function skipBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && isBlank(text.charCodeAt(at))) at++
  return at
}

/** The end of what stands before `cut`, without white space. */
export function endBefore(text: string, cut: number): number {
  let end = cut
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--
  return end
}
