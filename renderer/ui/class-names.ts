/** Joins what is there: `classNames('row', isOpen && 'open', className)`. */
export function classNames(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}
