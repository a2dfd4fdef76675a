/** The language's name as English speakers say it; the tag itself when it has none. */
export function languageName(tag: string): string {
  try {
    return NAMES.of(tag) ?? tag
  } catch {
    // A tag of an older installation may be no tag at all: it is shown as it is.
    return tag
  }
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'language' })

/** Languages to offer: those of Project Gutenberg with the most books, by name. */
export const LANGUAGE_OPTIONS = [
  'en',
  'fr',
  'fi',
  'de',
  'nl',
  'it',
  'es',
  'pt',
  'hu',
  'zh',
  'el',
  'sv',
  'eo',
  'la',
  'da',
  'tl',
  'ja',
  'pl',
  'no',
  'cs',
  'ru',
]
  .map((value) => ({ value, label: languageName(value) }))
  .sort((a, b) => a.label.localeCompare(b.label))
