/** Path within the archive of a reference from a folder. */
export function resolvePath(folder: string, href: string): string {
  const parts = folder.split('/').filter((part) => part !== '')
  for (const part of decodePercent(href.split('#')[0] ?? '').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error: unknown) {
    if (error instanceof URIError) return text
    throw error
  }
}

/** The key of a link's target: path within the archive and the place in it. */
export function linkTarget(fromDocument: string, href: string): string {
  if (href.startsWith('#')) return fromDocument + href
  const folder = fromDocument.slice(0, fromDocument.lastIndexOf('/') + 1)
  return `${resolvePath(folder, href)}#${href.split('#')[1] ?? ''}`
}
