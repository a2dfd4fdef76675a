/** How well a name fits what is typed: 0 not at all, else more is better. Every typed word has to begin one of the name's. */
export function matchWords(typed: string, name: string): number {
  const wanted = words(typed)
  const has = words(name)
  if (wanted.length === 0) return 0
  if (!wanted.every((word) => has.some((own) => own.startsWith(word)))) return 0
  const isStart = has.join(' ').startsWith(wanted.join(' '))
  return isStart ? 2 : 1
}

function words(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
