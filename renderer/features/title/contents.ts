import type { SectionKind, Skipped } from '#shared/models/book.ts'
import type { ChapterSummary, TitleDetails } from '#shared/models/title-card.ts'

/** A line of a title's table of contents. */
export type ContentsRow =
  | { kind: 'part'; label: string }
  | { kind: 'chapter'; number: number | null; chapter: ChapterSummary; minutes: number }
  | { kind: 'silent'; label: string; entries: SilentEntry[]; characters: number }

/** Something of the source that is not spoken, and why; a section can be read. */
export interface SilentEntry {
  label: string
  reason: string
  characters: number
  chapterIndex: number | null
}

/** Kinds of the ledger that hold no words a listener could miss. */
const WITHOUT_WORDS: ReadonlySet<string> = new Set(['whitespace', 'markup', 'sceneBreak', 'ornament'])

/** Where skipped matter stood in the source; what is not named here stood between the paragraphs. */
const PLACES: Readonly<Record<string, 'front' | 'back'>> = {
  frontMatter: 'front',
  contents: 'front',
  credits: 'front',
  transcriberNote: 'back',
  boilerplate: 'back',
  backMatter: 'back',
  index: 'back',
  notInSpine: 'back',
}

const SKIP_LABELS: Readonly<Record<string, string>> = {
  boilerplate: 'Project Gutenberg’s notices and licence',
  contents: 'Lists of contents and illustrations',
  heading: 'Headings',
  footnote: 'Footnotes',
  footnoteMark: 'Footnote marks',
  pageNumber: 'Page numbers',
  sidenote: 'Side notes',
  illustration: 'Captions of illustrations',
  frontMatter: 'Title page',
  backMatter: 'Matter after the last chapter',
  transcriberNote: 'Notes of the transcriber',
  credits: 'Credits of the file',
  index: 'Index',
  notInSpine: 'Documents outside the reading order',
}

const KIND_LABELS: Readonly<Record<SectionKind, string>> = {
  chapter: 'Chapter',
  dedication: 'Dedication',
  epigraph: 'Epigraph',
  foreword: 'Foreword',
  preface: 'Preface',
  introduction: 'Introduction',
  prologue: 'Prologue',
  interlude: 'Interlude',
  epilogue: 'Epilogue',
  afterword: 'Afterword',
  notes: 'Notes',
  appendix: 'Appendix',
  glossary: 'Glossary',
  bibliography: 'Bibliography',
}

/** The table of contents with the skipped matter where it stood. */
export function contentsOf({
  chapters,
  skipped,
  pace,
}: Pick<TitleDetails, 'chapters' | 'skipped' | 'pace'>): ContentsRow[] {
  const rows: ContentsRow[] = []
  const matter = (place: 'front' | 'back' | undefined) =>
    skipped.filter(({ kind, characters }) => isWordy(kind) && characters > 0 && PLACES[kind] === place).map(silentEntry)
  const addSilent = (label: string, entries: SilentEntry[]) => {
    if (entries.length === 0) return
    rows.push({ kind: 'silent', label, entries, characters: sum(entries) })
  }

  addSilent('Before the first chapter', matter('front'))
  let part: string | null = null
  let number = 0
  let unread: SilentEntry[] = []
  const flushUnread = () => {
    addSilent(unread.length === 1 ? (unread[0]?.label ?? '') : 'Sections that are not read', unread)
    unread = []
  }
  for (const chapter of chapters) {
    if (!chapter.isSpoken) {
      unread.push(unreadSection(chapter))
      continue
    }
    flushUnread()
    if (chapter.part !== null && chapter.part !== part) rows.push({ kind: 'part', label: chapter.part })
    part = chapter.part
    if (chapter.kind === 'chapter') number += 1
    const minutes = chapter.characters / pace.charactersPerMinute
    rows.push({ kind: 'chapter', number: chapter.kind === 'chapter' ? number : null, chapter, minutes })
  }
  flushUnread()
  addSilent(
    'Inside the chapters',
    matter(undefined).filter(({ label }) => label !== SKIP_LABELS.heading),
  )
  addSilent('After the last chapter', matter('back'))
  return rows
}

/** How much of the words in the source is not spoken, 0–1. */
export function silentShare({ chapters, skipped }: Pick<TitleDetails, 'chapters' | 'skipped'>): number {
  const spoken = sum(chapters.filter(({ isSpoken }) => isSpoken))
  const silent =
    sum(chapters.filter(({ isSpoken }) => !isSpoken)) +
    sum(skipped.filter(({ kind }) => isWordy(kind) && kind !== 'heading'))
  return silent === 0 ? 0 : silent / (spoken + silent)
}

/** How long the book takes to listen to, by the pace of its narrator. */
export function listeningMinutes(chapters: readonly ChapterSummary[], charactersPerMinute: number): number {
  return sum(chapters.filter(({ isSpoken }) => isSpoken)) / charactersPerMinute
}

/** What a section is, where its title alone does not say so. */
export function kindLabel(kind: SectionKind): string {
  return KIND_LABELS[kind]
}

function isWordy(kind: string): boolean {
  return !WITHOUT_WORDS.has(kind)
}

function silentEntry({ kind, reason, characters }: Skipped): SilentEntry {
  return { label: SKIP_LABELS[kind] ?? reason, reason, characters, chapterIndex: null }
}

function unreadSection({ index, title, kind, characters }: ChapterSummary): SilentEntry {
  return {
    label: title,
    reason: `${KIND_LABELS[kind]}, for the eye and not for the ear`,
    characters,
    chapterIndex: index,
  }
}

function sum(items: readonly { characters: number }[]): number {
  return items.reduce((total, { characters }) => total + characters, 0)
}
