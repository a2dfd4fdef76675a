import type { Book } from '#shared/models/book.ts'
import { languageCode } from './language.ts'

/** Facts about the book, from wherever the file has them. */
export type BookFacts = Pick<
  Book,
  'gutenbergId' | 'title' | 'author' | 'language' | 'translator' | 'publicationYear' | 'rights'
>

/** What a package document or the head of a page says; empty where it is silent. */
export interface DeclaredFacts {
  identifiers: string[]
  title: string
  author: string
  translator: string
  language: string
  rights: string
}

export const NO_DECLARED: DeclaredFacts = {
  identifiers: [],
  title: '',
  author: '',
  translator: '',
  language: '',
  rights: '',
}

const ID_PATTERNS: readonly RegExp[] = [
  /\[?\be(?:book|text)\s*(?:#|no\.?|number)\s*(\d{1,6})\b/i,
  /gutenberg\.(?:org|net)\/(?:ebooks|files|etext|cache\/epub)?\/?(\d{1,6})\b/i,
]

/** Behind the title of a page. */
const SITE_NAME = /\s*[|—-]\s*project gutenberg.*$/i
/** What a header says where it does not know. */
const NOBODY = /^(?:n\/?a|none|unknown|-+)$/i
/** Repeats the title at best, and only its number at worst. */
const MARKER = /\b(?:start|end) of (?:the|this) project|\*\*\*\s*(?:start|end)/i
/** Small words of a title, which stay small when shouting is turned into title case. */
const SMALL_WORDS = new Set('a an and as at but by for from in nor of on or the to with'.split(' '))

/** Gathers the facts: the declared ones first, then the header, then the first page. */
export function readFacts(source: {
  fileName: string
  declared: DeclaredFacts
  header: string
  firstPage: readonly string[]
}): BookFacts {
  const { declared, header, firstPage } = source
  const fields = headerFields(header)
  const named = titleAndAuthor(declared.title, header)
  const title = fields.get('title') ?? named.title ?? titleOf(firstPage)
  const byline = bylineOf(firstPage)
  const writer =
    declared.author === '' || NOBODY.test(declared.author) ? fullName(named.author, byline) : declared.author
  const author = fields.get('author') ?? writer
  const translator = fields.get('translator') ?? (declared.translator || translatorOf(firstPage))
  return {
    gutenbergId: gutenbergIdOf(declared.identifiers, header, source.fileName),
    title: unshout(tidy(title.replace(SITE_NAME, ''))),
    author: unshout(tidy(author)).replace(/\s*\([^)]*\d{3,4}[^)]*\)$/, ''),
    language: languageCode(fields.get('language') ?? declared.language) || languageCode(declared.language),
    translator: translator === '' ? null : tidy(translator),
    publicationYear: yearOf(firstPage),
    rights: declared.rights || (/public domain|project gutenberg/i.test(header) ? 'Public domain in the USA' : null),
  }
}

function gutenbergIdOf(identifiers: readonly string[], header: string, fileName: string): number | null {
  for (const text of [...identifiers, header]) {
    for (const pattern of ID_PATTERNS) {
      const id = pattern.exec(text)?.[1]
      if (id !== undefined && Number(id) > 0) return Number(id)
    }
  }
  const name = /(?:^|[\\/])(?:pg|gitenberg-)?(\d{1,6})(?:-(?:h|0|8|images)\b.*)?\.(?:txt|html?|epub|zip|utf-?8)/i.exec(
    fileName,
  )?.[1]
  return name === undefined || Number(name) === 0 ? null : Number(name)
}

/** The `Title: …` lines of the header; a value may go on in indented lines, which came as lines of their own. */
function headerFields(header: string): Map<string, string> {
  const fields = new Map<string, string>()
  const pattern =
    /^(title|author|translator|language|editor|release date|credits|illustrator|posting date|character set encoding|last updated|most recently updated|original publication|other information.*?)\s*:\s*(.*)$/i
  let open = ''
  for (const line of header.split('\n')) {
    const match = pattern.exec(line)
    if (match?.[1] !== undefined) {
      open = match[1].toLowerCase()
      if (!fields.has(open)) fields.set(open, (match[2] ?? '').trim())
      else open = ''
    } else if (open === 'title' && line !== '' && line.length < 120 && !/[:*]/.test(line) && !/gutenberg/i.test(line)) {
      fields.set('title', joinTitle(fields.get('title') ?? '', line))
      open = ''
    } else open = ''
  }
  for (const [key, value] of fields) if (value === '' || NOBODY.test(value)) fields.delete(key)
  return fields
}

/** A second line of a title is its end when the first one is open, else a subtitle. */
function joinTitle(title: string, line: string): string {
  if (/^or\b/i.test(line)) return `${title.replace(/[;,:]$/, '')}; ${line}`
  return /[,;:–—-]$/.test(title) || /^\p{Ll}/u.test(line) ? `${title} ${line}` : `${title}: ${line}`
}

/** `The Project Gutenberg EBook of X, by Y`, as a page's title or the header's first line. */
function titleAndAuthor(declared: string, header: string): { title: string | null; author: string | null } {
  const plain = declared.replace(SITE_NAME, '').trim()
  const lines = [plain, ...header.split('\n', 40)]
  for (const line of lines) {
    if (MARKER.test(line)) continue
    const match =
      /^(?:the |this is the |the world wide )?project gutenberg(?:['’]s)?(?:\s*(?:e-?book|e-?text|edition)(?:\s+of)?|\s+of)?[\s,:]*(.{2,200})$/i.exec(
        line.replace(/^\W+|[\s*|]+$/g, ''),
      )
    if (match?.[1] === undefined || /^(?:licen|literary|e-?text|tm|is|and|or|to|in|are)\b/i.test(match[1])) continue
    return splitByline(match[1])
  }
  return plain === '' ? { title: null, author: null } : splitByline(plain)
}

function splitByline(text: string): { title: string; author: string | null } {
  const match = /^(.*?),?\s+\b(?:by|par|von|di|por|door)\s+(.+)$/i.exec(text)
  if (match?.[1] === undefined || match[2] === undefined || match[1] === '') return { title: text, author: null }
  return { title: match[1], author: match[2].replace(/\.$/, '') }
}

function titleOf(firstPage: readonly string[]): string {
  return firstPage.find((line) => line.length <= 120 && /\p{L}/u.test(line) && !/^\[|^by\b|gutenberg/i.test(line)) ?? ''
}

function bylineOf(firstPage: readonly string[]): string {
  for (const [at, line] of firstPage.entries()) {
    const match = /^(?:by|par|von|di|por|door|af|av|kirjoittanut)\b[\s:]*(.*)$/i.exec(line)
    if (match === null || line.length > 90) continue
    const name = match[1] === undefined || match[1] === '' ? (firstPage[at + 1] ?? '') : match[1]
    if (/^\p{Lu}/u.test(name)) return name
  }
  return ''
}

/** The byline when the header only has the last name. */
function fullName(named: string | null, byline: string): string {
  return named === null || byline.endsWith(` ${named}`) ? byline : named
}

function translatorOf(firstPage: readonly string[]): string {
  for (const line of firstPage) {
    const match =
      /\b(?:translated (?:from .{2,40} )?by|traduction (?:de|par)|übersetzt von|traducción de|vertaald door|suomentanut)\s+(\p{Lu}.{2,60})$/iu.exec(
        line,
      )
    if (match?.[1] !== undefined && line.length < 160) return match[1]
  }
  return ''
}

/** The latest year of the title page that a book of the public domain can have. */
function yearOf(firstPage: readonly string[]): number | null {
  for (const line of firstPage) {
    if (line.length > 60 || /gutenberg|release|updated/i.test(line)) continue
    const year = /\b(1[4-9]\d\d)\b/.exec(line)?.[1]
    if (year !== undefined) return Number(year)
  }
  return null
}

/** A title page shouts: `THE TIME MACHINE` is The Time Machine. */
function unshout(text: string): string {
  if (!/\p{Lu}{3}/u.test(text) || /\p{Ll}/u.test(text)) return text
  return text.toLowerCase().replace(/[\p{L}\p{N}'’]+/gu, (word, at: number) => {
    const isNumeral = /^(?:[ivx]{2,})$/.test(word)
    if (isNumeral) return word.toUpperCase()
    return at > 0 && SMALL_WORDS.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)
  })
}

function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/^[\s*_]+|[\s*_,;]+$/g, '')
    .replace(/^"([^"]*)"?$|^([^"]*)"$/, '$1$2')
    .replace(/(?<=\p{L}{3})\.$/u, '')
    .trim()
}
