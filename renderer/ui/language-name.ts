const names = new Intl.DisplayNames(['en'], { type: 'language' })

/** The language's name as English speakers say it; the tag itself when it has none. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    // A tag of an older installation may be no tag at all: it is shown as it is.
    return tag
  }
}
