import type { RouteInput } from '#shared/contract/routes.ts'
import { TITLE_LIMITS, type TitleDetails } from '#shared/models/title-card.ts'

/** The fields of the form as they are typed. */
export interface MetadataDraft {
  title: string
  author: string
  genre: string
  language: string
  publicationYear: string
  sourceUrl: string
  narratorId: string
}

export type MetadataField = keyof MetadataDraft
export type MetadataChanges = RouteInput<'title.update'>['changes']
export type MetadataProblems = Partial<Record<MetadataField, string>>

export function draftOf({ card, sourceUrl }: Pick<TitleDetails, 'card' | 'sourceUrl'>): MetadataDraft {
  return {
    title: card.title,
    author: card.author,
    genre: card.genre ?? '',
    language: card.language,
    publicationYear: card.publicationYear?.toString() ?? '',
    sourceUrl: sourceUrl ?? '',
    narratorId: card.narratorId ?? '',
  }
}

export function isChanged(draft: MetadataDraft, saved: MetadataDraft): boolean {
  return fieldsOf(draft).some((field) => draft[field].trim() !== saved[field])
}

/** Only what differs from the saved values, in the shape of the request. */
export function changesOf(draft: MetadataDraft, saved: MetadataDraft): MetadataChanges {
  const changed = (field: MetadataField) => draft[field].trim() !== saved[field]
  const orNull = (value: string) => (value.trim() === '' ? null : value.trim())
  return {
    ...(changed('title') && { title: draft.title.trim() }),
    ...(changed('author') && { author: draft.author.trim() }),
    ...(changed('genre') && { genre: orNull(draft.genre) }),
    ...(changed('language') && { language: draft.language.trim().toLowerCase() }),
    ...(changed('publicationYear') && { publicationYear: yearOf(draft.publicationYear) }),
    ...(changed('sourceUrl') && { sourceUrl: orNull(draft.sourceUrl) }),
    ...(changed('narratorId') && { narratorId: orNull(draft.narratorId) }),
  }
}

/** What is wrong before anything is sent; the studio checks again. */
export function problemsOf(draft: MetadataDraft): MetadataProblems {
  const problems: MetadataProblems = {}
  const limit = (field: MetadataField, most: number) => {
    if (draft[field].trim().length > most) problems[field] = `At most ${most} characters.`
  }
  if (draft.title.trim() === '') problems.title = 'A book needs a title.'
  if (draft.author.trim() === '') problems.author = 'Name the author, or write “Anonymous”.'
  limit('title', TITLE_LIMITS.titleCharacters)
  limit('author', TITLE_LIMITS.authorCharacters)
  limit('genre', TITLE_LIMITS.genreCharacters)
  limit('sourceUrl', TITLE_LIMITS.urlCharacters)
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(draft.language.trim())) problems.language = WORDS.language
  const year = yearOf(draft.publicationYear)
  if (year !== null && !(Number.isInteger(year) && year >= -3000 && year <= 2200)) {
    problems.publicationYear = WORDS.publicationYear
  }
  if (draft.sourceUrl.trim() !== '' && !isWebAddress(draft.sourceUrl.trim())) problems.sourceUrl = WORDS.sourceUrl
  return problems
}

const WORDS = {
  title: 'This title cannot be used.',
  author: 'This author cannot be used.',
  genre: 'This genre cannot be used.',
  language: 'A language code such as en, fr or pt-br.',
  publicationYear: 'A year such as 1859; years before our era with a minus.',
  sourceUrl: 'A web address that begins with https:// or http://.',
  narratorId: 'This narrator cannot be used.',
} as const satisfies Record<MetadataField, string>

/** The studio's refusal in words beside the fields; what fits no field stays out. */
export function problemsOfRefusal(data: Readonly<Record<string, unknown>>): MetadataProblems {
  if (!Array.isArray(data.issues)) return {}
  const problems: MetadataProblems = {}
  for (const issue of data.issues as readonly unknown[]) {
    const path = typeof issue === 'object' && issue !== null && 'field' in issue ? issue.field : null
    const field = typeof path === 'string' ? path.split('.').at(-1) : undefined
    if (isField(field)) problems[field] = WORDS[field]
  }
  return problems
}

function isField(name: string | undefined): name is MetadataField {
  return name !== undefined && Object.hasOwn(WORDS, name)
}

function fieldsOf(draft: MetadataDraft): MetadataField[] {
  return Object.keys(draft) as MetadataField[]
}

/** Null for none, not a number for what is none. */
function yearOf(text: string): number | null {
  const trimmed = text.trim()
  return trimmed === '' ? null : Number(trimmed)
}

function isWebAddress(text: string): boolean {
  try {
    const { protocol } = new URL(text)
    return protocol === 'https:' || protocol === 'http:'
  } catch {
    return false
  }
}
